import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJwt, errors } from 'jose'
import { CommandError, type Surroundings } from '../command.ts'
import { configFolder } from './config-folder.ts'
import type { Place } from './place.ts'

/** What a sign-in brought. */
export interface Tokens {
  readonly accessToken: string
  readonly idToken: string
  readonly refreshToken: string
}

/** Remembers the tokens of one user pool and app client, for this user of the machine alone. */
export interface TokenStore {
  readonly file: string
  /** @throws {CommandError} they cannot be read, or are none */
  readonly read: () => Promise<Tokens | undefined>
  /** @throws {CommandError} they cannot be written */
  readonly write: (tokens: Tokens) => Promise<void>
  /** @throws {CommandError} they cannot be deleted */
  readonly remove: () => Promise<void>
}

/** A file for each, so that sign-ins at the same time never overwrite one another. */
export function tokenStore(
  { issuer, clientId }: Pick<Place, 'issuer' | 'clientId'>,
  env: Surroundings['env'],
): TokenStore {
  const folder = configFolder(env)
  const name = createHash('sha256')
    .update(JSON.stringify([issuer, clientId]))
    .digest('hex')
  const file = join(folder, `${name.slice(0, 32)}.json`)
  return {
    file,
    read: () => readTokens(file),
    write: tokens => writeTokens(folder, file, { issuer, clientId, ...tokens }),
    remove: async () => {
      await rm(file, { force: true }).catch(failsWith(`${file} cannot be deleted`))
    },
  }
}

async function readTokens(file: string): Promise<Tokens | undefined> {
  const text = await readOwn(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    if (error instanceof CommandError) throw error
    throw new CommandError(`${file} cannot be read (${error.code}): see whose it is, or delete it.`)
  })
  if (text === undefined) return undefined
  const tokens = parse(text)
  if (tokens !== undefined) return tokens
  throw new CommandError(`${file} holds no tokens: run login, which replaces it.`)
}

/**
 * In a folder that others may write to, somebody could have this user act with the tokens of another.
 *
 * @throws {CommandError} it is not this user's, or not for this user alone
 */
async function readOwn(file: string): Promise<string> {
  const handle = await open(file)
  try {
    const text = await handle.readFile('utf8')
    const { uid, mode } = await handle.stat()
    // Where there are no such owners, there is no such id either.
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0)
    if (isOwn) return text
  } finally {
    await handle.close()
  }
  throw new CommandError(`${file} is not for this user alone: delete it, and run login again.`)
}

function parse(text: string): Tokens | undefined {
  try {
    return tokensIn(JSON.parse(text))
  } catch {
    return undefined
  }
}

/**
 * What the commands can work with: two JWTs with an end, and a refresh token.
 *
 * @throws JWTInvalid
 */
export function tokensIn(candidate: { readonly [Name in keyof Tokens]: unknown }): Tokens {
  const { accessToken, idToken, refreshToken } = candidate
  const tokens = { accessToken: `${accessToken}`, idToken: `${idToken}` }
  const ends = Object.values(tokens).map(token => decodeJwt(token).exp)
  if (ends.every(Number.isInteger) && typeof refreshToken === 'string') {
    return { ...tokens, refreshToken }
  }
  throw new errors.JWTInvalid('no end, or no refresh token')
}

/** Whole or not at all, and readable by its owner alone from the first byte on. */
async function writeTokens(folder: string, file: string, content: object): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    failsWith(`${file} cannot be written`)(error as NodeJS.ErrnoException)
  }
}

function failsWith(what: string): (error: NodeJS.ErrnoException) => never {
  return ({ code }) => {
    throw new CommandError(`${what} (${code}): see whose folder it is, or set XDG_CONFIG_HOME.`)
  }
}
