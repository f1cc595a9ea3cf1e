import { parameters } from './postgres-address.ts'
import { outageOf } from './sqlite/outage.ts'

const unknownAuthority =
  'the authority that issued the certificate of the server is not known here. Name its own with NODE_EXTRA_CA_CERTS or sslrootcert'

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
    'this user may not create tables, or does not own those there. Grant it CREATE on the schema, and make it their owner',
  '3F000':
    'its search_path names no schema that is there. Create that, or correct the search_path of the user',
  SEVERAL_HOSTS:
    'more than one host. Name one, such as an address that leads to the primary server',
  UNKNOWN_PARAMETER: `a parameter that is not known, or stands there twice. Known are ${Object.keys(parameters).join(', ')}`,
  WRONG_PARAMETER:
    'a parameter has no value that it can have. Write sslmode=verify-full, or disable on a network of your own',
  WRONG_PORT: 'its port is none. Write one from 1 to 65535, in the address or in PGPORT',
  READ_ONLY:
    'it can only be read, as a standby or by its default_transaction_read_only. Name the primary server',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired. Renew it',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'the certificate of the server is for another host. Name the host as it stands there',
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
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

/** The same, where there is no code for it. */
const adviceByMessage: readonly [RegExp, string][] = [
  [
    /no encryption$/,
    'the server demands encryption, or this user may not connect. Add sslmode=verify-full, or correct user and pg_hba.conf',
  ],
  [
    /does not support SSL/,
    'the server does not encrypt. Turn its ssl on, or set sslmode=disable on a network of your own',
  ],
  [
    /^SASL: .*password must be/,
    'the server asks for a password. Write it into the address, or set PGPASSWORD',
  ],
]

/** What is wrong with a database that could not be opened, and what to do; undefined where that is not known. */
export function adviceOn(code = '', message: string): string | undefined {
  return (
    adviceByMessage.find(([pattern]) => pattern.test(message))?.[1] ??
    advice[outageOf(code) ?? code]
  )
}
