import type { User } from './accounts/account.ts'
import { type AccountBook, createAccountBook } from './accounts/account-book.ts'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import { checkScryptCost, defaultScryptCost } from './accounts/credentials.ts'
import { createInbox, type Inbox, type Message } from './accounts/inbox.ts'
import { type Addresses, addressesOf, parseOrigin } from './addresses.ts'
import { checkOptions, checkShaped } from './check-options.ts'
import type { Configuration } from './configuration.ts'
import { defaultConfiguration } from './default-configuration.ts'
import { deriveIds } from './derived-ids.ts'
import { type Description, describe } from './describe.ts'
import {
  type AppClient,
  type Collections,
  createCollections,
  createDirectory,
  type Directory,
  findClient,
  findUser,
} from './directory.ts'
import { createIdentityPool, type IdentityPool } from './identity/identity-pool.ts'
import { makeSecrets, readOrMakeSecrets } from './install-secrets.ts'
import { createKeyRing, type KeyRing, type KeySet } from './key-ring.ts'
import { withMembers } from './live-object.ts'
import { regionOf } from './region.ts'
import { createSessions, type Sessions } from './sessions/sessions.ts'
import { createSignIns, type SignIns } from './sign-ins.ts'
import { fromPem, type GenerateKey, generateKey as generateNewKey } from './signing-keys.ts'
import { openStore } from './state/store.ts'
import type { PreTokenGeneration } from './tokens/pre-token-generation.ts'
import { createRefreshTokens, type RefreshTokens } from './tokens/refresh-tokens.ts'
import { type Clock, createTokenIssuer, type TokenIssuer } from './tokens/token-issuer.ts'
import { createUserTokens, type IssueUserTokens } from './tokens/user-tokens.ts'

/** A member that is given replaces the one of the default pool, lists as a whole. */
export interface PoolOptions extends Partial<Configuration> {
  /**
   * Folder that keeps the pool id, client ids, client secrets, keys, and what happened in the pool;
   * made where it is missing, its files readable by its owner alone. Default: none, everything is
   * new and in memory.
   */
  readonly dataFolder?: string | undefined
  /** Milliseconds since 1970, the time of everything in the pool. Default: `Date.now`. */
  readonly clock?: Clock | undefined
  /**
   * Makes the RSA private keys of the pool. Default: a new one of 2048 bits at each call, which takes
   * a tenth of a second; tests that start many pools may hand out keys that they have made before.
   */
  readonly generateKey?: GenerateKey | undefined
  /**
   * Cost N of scrypt (RFC 7914) for new passwords, a power of two from 2 on. Default, and the most:
   * 16384, which takes some 50 ms; tests in which many users sign in may lower it.
   */
  readonly scryptCost?: number | undefined
  /** Called before the tokens of a user are issued, to change what is in them. Default: none. */
  readonly preTokenGeneration?: PreTokenGeneration | undefined
  /** Takes a line for people: codes that were mailed, requests that went wrong. Default: nobody. */
  readonly log?: ((line: string) => void) | undefined
}

export interface InstallOptions extends PoolOptions {
  /** Origin of the pool as its users see it, such as `http://localhost:4100`. */
  readonly origin: string
}

/** A pool that can sign, whether or not it listens. */
export interface Install
  extends Addresses,
    Directory,
    Pick<TokenIssuer, 'accessToken' | 'idToken' | 'machineToken'> {
  /** The public keys, as the pool serves them (RFC 7517). */
  readonly keySet: KeySet
  /** The user with this email, `sub` or username. @throws Error that names the users there are */
  readonly user: (emailOrSub: string) => User
  /** The app client with this name or id. @throws Error that names the clients there are */
  readonly client: (nameOrId: string) => AppClient
  readonly describe: () => Description
  /** Mails to users, the newest first. */
  readonly inbox: readonly Message[]
  /**
   * Global sign-out of a user, by email, `sub` or username: nothing that goes back to a sign-in
   * until now is good at the pool any more. The signature of a token stays what it is.
   */
  readonly signOutEverywhere: (emailOrSub: string) => Promise<void>
}

/** The working parts of a pool, before it is known where it listens. */
export interface PoolParts {
  readonly configuration: Configuration
  readonly directory: Directory
  /** What the directory lists, to be changed. */
  readonly collections: Collections
  readonly identityPool: IdentityPool
  readonly keys: KeyRing
  readonly generateKey: GenerateKey
  readonly clock: Clock
  readonly tokens: TokenIssuer
  readonly userTokens: IssueUserTokens
  readonly refreshTokens: RefreshTokens
  readonly signIns: SignIns
  readonly sessions: Sessions
  readonly book: AccountBook
  readonly accounts: Accounts
  readonly inbox: Inbox
  readonly log: (line: string) => void
  readonly addresses: () => Addresses
}

/**
 * Opens the pool of a data folder without listening, to sign tokens as the running pool would.
 *
 * @throws ConfigurationError for a configuration that contradicts itself
 * @throws TypeError for an option that there is not, an origin that is none, or a cost that scrypt does
 * not take
 * @throws DataFolderError when the data folder holds something else
 * @throws Error when it cannot be read or written
 */
export async function openInstall(options: InstallOptions): Promise<Install> {
  const origin = parseOrigin(options.origin)
  return installOf(await openParts(options, () => origin))
}

/** @param origin asked only when a token or an answer needs it */
export async function openParts(options: PoolOptions, origin: () => string): Promise<PoolParts> {
  checkOptions(options)
  const configuration = withDefaults(options)
  await checkShaped(configuration)
  const { dataFolder, clock = Date.now, generateKey = generateNewKey, log = () => {} } = options
  const { preTokenGeneration, scryptCost = defaultScryptCost } = options
  checkScryptCost(scryptCost)
  const secrets = await (dataFolder === undefined
    ? makeSecrets(generateKey)
    : readOrMakeSecrets(dataFolder, generateKey))
  const ids = deriveIds(secrets.seed)
  const userPoolId = configuration.userPoolId ?? ids.userPoolId
  const exactNow = () => clock() / 1000
  const now = () => Math.floor(exactNow())
  const store = await openStore({ dataFolder, userPoolId, now })
  const book = createAccountBook({ configuration, ids, store, now })
  const identityPool = createIdentityPool(ids, regionOf(userPoolId))
  const collections = createCollections(configuration, ids, store)
  const pools = { userPoolId, identityPoolId: identityPool.id }
  const directory = createDirectory(pools, book, collections)
  const keys = createKeyRing(fromPem(secrets.accessKey), fromPem(secrets.idKey), generateKey)
  const addresses = () => addressesOf(origin(), userPoolId, configuration.issuerForm)
  const issuer = () => addresses().issuer
  const inbox = createInbox(log)
  const { stranger } = ids
  return {
    configuration,
    directory,
    collections,
    identityPool,
    keys,
    generateKey,
    clock,
    tokens: createTokenIssuer({ directory, keys, clock, issuer }),
    userTokens: createUserTokens({ directory, keys, clock, issuer, preTokenGeneration }),
    refreshTokens: createRefreshTokens(ids.encryptionKey('refresh tokens')),
    signIns: createSignIns(store, now),
    sessions: createSessions(now),
    book,
    accounts: createAccounts({
      book,
      configuration,
      userPoolId,
      scryptCost,
      inbox,
      now: exactNow,
      stranger,
    }),
    inbox,
    log,
    addresses,
  }
}

export function installOf(parts: PoolParts): Install {
  const { directory, keys, tokens, addresses, signIns, inbox } = parts
  const user = (emailOrSub: string) => findUser(directory, emailOrSub)
  return withMembers(withMembers(addresses(), directory), {
    accessToken: tokens.accessToken,
    idToken: tokens.idToken,
    machineToken: tokens.machineToken,
    get keySet() {
      return keys.keySet
    },
    user,
    client: (nameOrId: string) => findClient(directory, nameOrId),
    describe: () => describe(addresses(), directory),
    inbox: inbox.messages,
    signOutEverywhere: (emailOrSub: string) => signIns.revokeAllOf(user(emailOrSub).sub),
  })
}

function withDefaults(options: Partial<Configuration>): Configuration {
  const standard: Configuration = { userPoolId: undefined, ...defaultConfiguration() }
  const given = Object.entries(options).filter(
    ([name, value]) => name in standard && value !== undefined,
  )
  return { ...standard, ...Object.fromEntries(given) }
}
