import type { Scope } from './scope.ts'

/** What a fault may use; whatever it starts must end with the scope. */
export interface Stage {
  readonly scope: Scope
  /** How long mixed traffic goes on. */
  readonly minutes: number
  /** How many distinct tokens are made. */
  readonly tokens: number
}

export interface Finding {
  done: string
  observed: string
  /** What must not be; empty when the service stood it. */
  failures: string[]
  /** Why it could not be tried here. */
  skipped?: string
}

export interface Fault {
  readonly name: string
  /** One line for `--list`. */
  readonly about: string
  run(stage: Stage): Promise<Finding>
}

/** Gathers what must not be. */
export function createVerdict() {
  const failures: string[] = []
  return {
    failures,
    check(holds: boolean, failure: string): void {
      if (!holds) failures.push(failure)
    },
  }
}
