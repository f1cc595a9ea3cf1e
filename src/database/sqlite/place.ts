import { realpathSync, statSync } from 'node:fs'

/**
 * Makes what notices that an open file, or the log beside it, was deleted or replaced: what is written
 * to it then is lost when it is closed.
 *
 * @returns to be called; throws an error with the code `SQLITE_IOERR` when that has happened
 */
export function watchPlace(path: string): () => void {
  // SQLite makes the log when it first looks into the file, and keeps it as long as that is open. It
  // is where the file itself is, not a link that leads there.
  const files = [path, `${realpathSync(path)}-wal`]
  const opened = new Map<string, string>()
  return () => {
    for (const file of files) {
      const found = identityOf(file)
      const before = opened.get(file) ?? found
      if (found !== before) throw notAtItsPlace(file)
      if (found !== undefined) opened.set(file, found)
    }
  }
}

function identityOf(file: string): string | undefined {
  try {
    const { dev, ino } = statSync(file)
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}

function notAtItsPlace(file: string): Error {
  const error = new Error(`${file} is not the file any more that was opened`)
  return Object.assign(error, { code: 'SQLITE_IOERR' })
}
