/** A clock that stands still until it is told to go on, in milliseconds since 1970. */
export interface TestClock {
  (): number
  /** @param seconds may have a fraction */
  advance(seconds: number): void
}

/** Begins in the past, so that whoever reads another clock sees every token as expired. */
export function createTestClock(): TestClock {
  let time = 1_612_345_678_000
  const clock = () => time
  clock.advance = (seconds: number) => {
    time += seconds * 1000
  }
  return clock
}
