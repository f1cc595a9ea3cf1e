import { Problem } from '../problem/problem.ts'

/** A database that cannot be used. The message is one line for the operator, without password. */
export class DatabaseOpeningError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause })
    this.name = 'DatabaseOpeningError'
  }
}

/** What is wrong, and what to do, by the code of the operating system, PostgreSQL or SQLite. */
const advice: Record<string, string> = {
  ECONNREFUSED: 'the connection is refused. Start the server, or correct host and port',
  ENOTFOUND: 'the host is not known. Correct it',
  EAI_AGAIN: 'the host cannot be looked up. Correct it, or try again',
  ERR_INVALID_URL: 'not a URL. Write it like postgres://user:password@localhost:5432/orders',
  ERR_INVALID_FILE_URL_HOST: 'a file on another host. Write it like file:data/orders.db',
  '28P01': 'the password is wrong. Correct user and password',
  '28000': 'this user may not connect. Correct user and password, or allow it in pg_hba.conf',
  '3D000': 'there is no such database. Create it with createdb, or correct the name',
  '42501':
    'this user may not create tables, or does not own those there. Grant it CREATE on the schema public, and make it their owner',
  NOT_UTF8:
    'its encoding is not UTF8. Create it with createdb --encoding=UTF8 --template=template0',
  NOT_ISO_DATES:
    'it does not write times in ISO style. Run: alter database ... set datestyle = ISO',
  UNKNOWN_SCHEME:
    'not an address of a database. Write file:data/orders.db or postgres://localhost/orders',
  SQLITE_CANTOPEN: 'not a file that can be opened. Name a file in a folder this user may write to',
  SQLITE_NOTADB: 'not an SQLite database. Name another file, or move this one away',
  SQLITE_BUSY: 'another process has locked it. End that process, or name another file',
  SQLITE_FULL: 'the disk is full. Make room, or name a file elsewhere',
  SQLITE_READONLY:
    'it may not be written. Let this user write to the file, to those beside it (-wal, -shm) and to its folder',
  EACCES: 'its folder may not be made. Let this user write there, or name another file',
  EROFS: 'its folder may not be made. Name a file on a disk that can be written to',
  EEXIST: 'its folder is a file. Name another one',
  ENOTDIR: 'its folder is a file. Name another one',
}

/** Puts what kept a database from being opened into one line. */
export function openingError(url: string, error: unknown): DatabaseOpeningError {
  const cause = error instanceof Problem ? error.cause : error
  const { code, message } = cause as NodeJS.ErrnoException
  const wrong = advice[code ?? ''] ?? firstLine(message)
  return new DatabaseOpeningError(
    `DATABASE_URL=${withoutSecrets(url)} cannot be opened: ${wrong}.`,
    cause,
  )
}

/** `postgres://host:5432/name`: user, password and parameters stay out of messages and logs. */
function withoutSecrets(url: string): string {
  return url.replace(/^(\w+:\/\/)(?:.*@)?([^?]*).*$/s, '$1$2')
}

function firstLine(text: string): string {
  return text.replace(/\n.*/s, '')
}
