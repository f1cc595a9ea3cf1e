import { createHash } from 'node:crypto'

const names = new Map<string, string>()

/**
 * The name under which a connection keeps a statement prepared, so that PostgreSQL parses and plans it
 * once. A digest: behind a pool of connections such as PgBouncer's, a name may meet one that another
 * process gave, and must mean the same.
 *
 * There are as many as this code has queries: what callers send never becomes part of one.
 */
export function statementName(sql: string): string {
  let name = names.get(sql)
  if (name === undefined) {
    name = createHash('sha256').update(sql).digest('hex').slice(0, 32)
    names.set(sql, name)
  }
  return name
}
