/** SQLite's result codes that are not the fault of a query, by number (https://sqlite.org/rescode.html). */
const outages: Record<number, string> = {
  4: 'SQLITE_ABORT',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
}

/**
 * What keeps SQLite from its work: locked by another process, disk full, failing, damaged, read-only,
 * or undone with something else.
 *
 * @param code of an error, such as `SQLITE_BUSY_SNAPSHOT`
 * @returns the code that it is a kind of, such as `SQLITE_BUSY`; `undefined` for any other mistake
 */
export function outageOf(code: unknown): string | undefined {
  const text = String(code)
  // libsql does not name all kinds; the lowest byte of their number is the code that they are of.
  const [, number] = /^UNKNOWN_SQLITE_ERROR_(\d+)$/.exec(text) ?? []
  if (number !== undefined) return outages[Number(number) & 0xff]
  return Object.values(outages).find(outage => text.startsWith(outage))
}
