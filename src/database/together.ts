import { setTimeout as sleep } from 'node:timers/promises'
import { Problem } from '../problem/problem.ts'

/** While the database works for one group, the next is on its way. */
const atOnce = 2
const largest = 100
/** A group that takes longer holds nobody up, so that all are answered within two seconds. */
const longMs = 50

interface Waiting<T> {
  item: T
  resolve(): void
  reject(error: unknown): void
}

/**
 * Has all that comes while the database works stored at once, in one transaction with one wait for
 * the disk.
 *
 * @param store stores all it is given or nothing
 * @returns what stores one item; it rejects with the error of `store`. That is the item's own: while
 *   the database serves, the items of a group that failed are tried one by one.
 */
export function together<T>(
  store: (items: readonly T[]) => Promise<void>,
): (item: T) => Promise<void> {
  const waiting: Waiting<T>[] = []
  let underWay = 0

  function begin(): void {
    while (underWay < atOnce && waiting.length > 0) void run(waiting.splice(0, largest))
  }

  async function run(group: readonly Waiting<T>[]): Promise<void> {
    underWay++
    await Promise.race([settle(group), sleep(longMs)])
    underWay--
    begin()
  }

  async function settle(group: readonly Waiting<T>[]): Promise<void> {
    try {
      await store(group.map(({ item }) => item))
      for (const { resolve } of group) resolve()
    } catch (error) {
      if (group.length > 1 && !(error instanceof Problem)) {
        await Promise.all(group.map(one => settle([one])))
      } else for (const { reject } of group) reject(error)
    }
  }

  return item =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      begin()
    })
}
