import { X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'

/** Tells where PostgreSQL is and how to connect, with certificates as their files are now. */
export type PostgresAddress = () => pg.ClientConfig

const any = /./

/**
 * What may stand behind the `?`, once each. pg passes over what it does not know, or takes it for
 * something else: a mistake would turn encryption off unseen. What it knows beside these would
 * change how long a query may take.
 */
export const parameters: Readonly<Record<string, RegExp>> = {
  sslmode: /^(disable|prefer|require|verify-ca|verify-full|no-verify)$/,
  sslrootcert: any,
  sslcert: any,
  sslkey: any,
  sslnegotiation: /^(postgres|direct)$/,
  ssl: /^(true|1|false|0)$/,
  uselibpqcompat: /^(true|false)$/,
  application_name: any,
  fallback_application_name: any,
  options: any,
  user: any,
  password: any,
  host: /^[^,]+$/,
  port: any,
}

/**
 * Reads a `postgres://` URL. Certificates and keys are read again for each connection, so that they
 * can be renewed; where that fails, those from before serve on.
 *
 * @param onStale told why, once until they can be read again
 * @throws {Error} the URL is wrong, in a way that its `code` or its message tells
 */
export function postgresAddress(url: string, onStale?: (error: unknown) => void): PostgresAddress {
  check(url)
  let good = read(url)
  let isStale = false
  checkPort(good.config)
  return () => {
    try {
      good = read(url, good)
      isStale = false
    } catch (error) {
      // Of the moment in which a file is replaced. pg would throw it where nobody can catch it.
      if (!isStale) onStale?.(error)
      isStale = true
    }
    return good.config
  }
}

function check(url: string): void {
  if (!URL.canParse(url)) throw codedError('ERR_INVALID_URL')
  const { hash, hostname, searchParams } = new URL(url)
  if (hash !== '') throw codedError('ERR_INVALID_URL')
  if (hostname.includes(',')) throw codedError('SEVERAL_HOSTS')
  const seen = new Set<string>()
  for (const [name, value] of searchParams) {
    const shape = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (shape === undefined || seen.has(name)) throw codedError('UNKNOWN_PARAMETER')
    if (!shape.test(value)) throw codedError(name === 'host' ? 'SEVERAL_HOSTS' : 'WRONG_PARAMETER')
    seen.add(name)
  }
}

/** Node throws where it connects to none, and nobody can catch that. PGPORT may have named it. */
function checkPort(config: pg.ClientConfig): void {
  const { port } = new pg.Client(config)
  if (!(port >= 1 && port <= 65_535)) throw codedError('WRONG_PORT')
}

function codedError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

interface Read {
  readonly config: pg.ClientConfig
  /** What was in the files. */
  readonly content: string
}

function read(url: string, last?: Read): Read {
  const config = parse(url)
  if (typeof config.ssl !== 'object') return { config, content: '' }
  const { ca, cert, key } = config.ssl as SecureContextOptions
  const content = JSON.stringify([ca, cert, key])
  if (content === last?.content) return last
  // Node passes over what is no certificate, and believes all authorities where there is none.
  for (const text of [ca, cert]) if (text !== undefined) new X509Certificate(text as string)
  // Made once, since that takes many milliseconds where there are many authorities.
  const secureContext = createSecureContext({ ...config.ssl } as SecureContextOptions)
  return { config: { ...config, ssl: { ...config.ssl, secureContext } }, content }
}

function parse(url: string): pg.ClientConfig {
  try {
    return parseIntoClientConfig(url)
  } catch (error) {
    throw error instanceof URIError ? codedError('ERR_INVALID_URL') : error
  }
}
