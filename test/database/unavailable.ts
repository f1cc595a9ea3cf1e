import type { Test } from 'tap'
import type { Database } from '../../src/database/database.ts'
import { Problem } from '../../src/problem/problem.ts'

/** A query fails, as it does where a request is answered 503 because of it. */
export async function unavailable(t: Test, query: Promise<unknown>) {
  const error = await query.then(
    () => undefined,
    error => error,
  )
  t.ok(error instanceof Problem, String(error))
  t.match(error, {
    statusCode: 503,
    code: 'unavailable',
    message: 'The database does not answer at the moment. Try again in a second.',
    headers: { 'retry-after': '1' },
  })
}

export const write = ({ tables }: Database) => tables.deleteFrom('orders').execute()
