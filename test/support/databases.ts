import { join } from 'node:path'
import type { Test } from 'tap'
import { emptyPostgresDatabase, NO_POSTGRES } from './postgres.ts'

/** Runs a test over an empty SQLite database and, where there is PostgreSQL, over one of that. */
export function eachDatabase(
  t: Test,
  name: string,
  body: (t: Test, url: string) => Promise<void>,
): void {
  t.test(name, async t => {
    await t.test('SQLite', t => body(t, sqliteUrl(t)))
    const url = await emptyPostgresDatabase(t)
    await t.test('PostgreSQL', { skip: !url && NO_POSTGRES }, t => body(t, url as string))
  })
}

/** An SQLite file that does not exist yet, nor its folder. */
export function sqliteUrl(t: Test): string {
  return `file:${join(t.testdir(), 'data', 'orders.db')}`
}
