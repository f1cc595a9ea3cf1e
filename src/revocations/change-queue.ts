import type { Kysely, Transaction } from 'kysely'
import type { Tables } from '../database/migrations/tables.ts'

/** What is done within a transaction, to rows that get the version given. */
type Work<T> = (transaction: Transaction<Tables>, version: number) => Promise<T>

interface Waiting {
  work: Work<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** So that a transaction stays short. */
const largestGroup = 100

/**
 * Makes changes of the revocations one after the other, in all processes, each with a version of
 * its own. Those that wait while one is made go together into the next transaction.
 *
 * @param now in milliseconds since 1970
 */
export function createChangeQueue(tables: Kysely<Tables>, now: () => number) {
  const waiting: Waiting[] = []
  let isBusy = false

  async function makeAll(): Promise<void> {
    isBusy = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, largestGroup)
      try {
        const results = await make(group.map(({ work }) => work))
        for (const [index, { resolve }] of group.entries()) resolve(results[index])
      } catch (error) {
        // Who waits behind them would only wait for the same answer.
        for (const { reject } of [...group, ...waiting.splice(0)]) reject(error)
      }
    }
    isBusy = false
  }

  function make(works: Work<unknown>[]): Promise<unknown[]> {
    return tables.transaction().execute(async transaction => {
      // Processes wait for each other at this row until the end of the transaction, so that
      // versions become visible in their order: who has read up to one has missed none before it.
      const time = now()
      const { version: last } = await transaction
        .updateTable('revocation_versions')
        .set(({ eb }) => ({
          // A number that only counted would come again where an older copy of the database was put
          // back, and who had read up to it would miss what was changed since.
          version: eb
            .case()
            .when('version', '<', time)
            .then(time + works.length)
            .else(eb('version', '+', works.length))
            .end(),
        }))
        .returning('version')
        .executeTakeFirstOrThrow()
      const first = last - works.length + 1
      const results: unknown[] = []
      for (const [index, work] of works.entries()) {
        results.push(await work(transaction, first + index))
      }
      return results
    })
  }

  return function change<T>(work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: result => resolve(result as T), reject })
      if (!isBusy) void makeAll()
    })
  }
}
