import { statSync } from 'node:fs'

/**
 * Makes what notices that a file which is open is not at its place any more: it was deleted, or
 * another was put there. What is written to it then is lost when it is closed.
 *
 * @returns throws an error with the code `SQLITE_IOERR` when it is not
 */
export function watchPlace(path: string): () => void {
  const opened = statSync(path)
  return () => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.ino === opened.ino && found.dev === opened.dev) return
    throw Object.assign(
      new Error(`The database ${path} was deleted or replaced while it was open: start again`),
      { code: 'SQLITE_IOERR' },
    )
  }
}
