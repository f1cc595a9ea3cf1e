import { createSecureContext, type SecureContextOptions } from 'node:tls'
import pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'

/** Tells where PostgreSQL is and how to connect, with certificates as their files are now. */
export type PostgresAddress = () => pg.ClientConfig

/** What may stand behind the `?`. What else pg reads there would change how long a query may take. */
const known = new Set([
  ...['user', 'password', 'host', 'port', 'options'],
  ...['application_name', 'fallback_application_name'],
  ...['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslnegotiation', 'uselibpqcompat'],
])

const sslModes = /^(disable|prefer|require|verify-ca|verify-full|no-verify)?$/

/**
 * Reads a `postgres://` URL. Certificates and keys are read again for each connection, so that they
 * can be renewed; where that fails, those from before serve on.
 *
 * @throws {Error} the URL is wrong, in a way that its `code` or its message tells
 */
export function postgresAddress(url: string): PostgresAddress {
  check(new URL(url))
  let good = read(url)
  // What pg refuses, it would later throw where nobody can catch it.
  void new pg.Client(good)
  return () => {
    try {
      good = read(url)
    } catch {
      // Of the moment in which a file is replaced.
    }
    return good
  }
}

/** pg takes no notice of what it does not know: a mistake would turn encryption off unseen. */
function check({ hostname, searchParams }: URL): void {
  if ([hostname, searchParams.get('host')].some(host => host?.includes(','))) {
    throw codedError('SEVERAL_HOSTS')
  }
  if ([...searchParams.keys()].some(name => !known.has(name))) throw codedError('UNKNOWN_PARAMETER')
  if (!sslModes.test(searchParams.get('sslmode') ?? '')) throw codedError('UNKNOWN_SSLMODE')
}

function codedError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

function read(url: string): pg.ClientConfig {
  try {
    const config = parseIntoClientConfig(url)
    if (typeof config.ssl === 'object') createSecureContext(config.ssl as SecureContextOptions)
    return config
  } catch (error) {
    if (error instanceof URIError) throw codedError('ERR_INVALID_URL')
    const { message } = error as Error
    throw new Error(`${message}. Correct sslrootcert, sslcert and sslkey`, { cause: error })
  }
}
