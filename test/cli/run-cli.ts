import { main } from '../../src/cli/cli.ts'

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A command line that runs in this process, in a folder of its own. */
export function commandLine(cwd: string, env: Record<string, string> = {}) {
  return async (...argv: string[]): Promise<Outcome> => {
    const written = { out: '', err: '' }
    const code = await main(argv, {
      env,
      cwd,
      out: text => {
        written.out += text
      },
      err: text => {
        written.err += text
      },
      untilStopped: async () => {},
    })
    return { code, ...written }
  }
}
