/** Things that end with a fault, the last begun first. */
export interface Scope {
  teardown(end: () => unknown): void
  end(): Promise<void>
}

export function createScope(): Scope {
  const ends: (() => unknown)[] = []
  return {
    teardown(end) {
      ends.push(end)
    },
    async end() {
      for (const end of ends.reverse()) await end()
    },
  }
}
