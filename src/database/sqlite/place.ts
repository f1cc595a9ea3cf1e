import { statSync } from 'node:fs'

/**
 * Makes what notices that a file which is open is not at its place any more: it was deleted, or
 * another was put there. What is written to it then is lost when it is closed.
 *
 * @returns throws an error with the code `SQLITE_IOERR` when it is not
 */
export function watchPlace(path: string): () => void {
  const opened = identityOf(path)
  return () => {
    if (identityOf(path) === opened) return
    throw Object.assign(new Error(`${path} is not the file any more that was opened`), {
      code: 'SQLITE_IOERR',
    })
  }
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path)
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}
