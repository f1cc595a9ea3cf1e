export interface Mutex {
  /** Waits for its turn, first come, first served. Resolves to the function that ends the turn. */
  lock(): Promise<() => void>
}

export function createMutex(): Mutex {
  let last = Promise.resolve()
  return {
    lock() {
      const turn = last
      let release!: () => void
      last = new Promise(resolve => {
        release = resolve
      })
      return turn.then(() => release)
    },
  }
}
