import { realpathSync, statSync } from 'node:fs'

/**
 * Makes what notices that a file which is open, or what has not been moved into it from the log beside
 * it, is not at its place any more: it was deleted, or another was put there. What is written to it
 * then is lost when it is closed.
 *
 * @returns throws an error with the code `SQLITE_IOERR` when it is not
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
