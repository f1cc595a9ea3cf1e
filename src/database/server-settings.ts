import { type Kysely, sql } from 'kysely'
import type { Tables } from './migrations/tables.ts'

/** Settings of PostgreSQL that may not be otherwise, each with the code of the error that says so. */
const demanded = [
  { setting: 'server_encoding', pattern: /^UTF8$/, code: 'NOT_UTF8' },
  { setting: 'datestyle', pattern: /^ISO\b/, code: 'NOT_ISO_DATES' },
  { setting: 'transaction_read_only', pattern: /^off$/, code: 'READ_ONLY' },
]

/** @throws {Error} one of them is otherwise: not everything could be stored, or no time be read */
export async function checkServerSettings(tables: Kysely<Tables>): Promise<void> {
  for (const { setting, pattern, code } of demanded) {
    const query = sql<{ value: string }>`select current_setting(${setting}) as value`
    const { rows } = await query.execute(tables)
    const { value } = rows[0] as { value: string }
    if (!pattern.test(value)) throw Object.assign(new Error(`${setting} is ${value}`), { code })
  }
}
