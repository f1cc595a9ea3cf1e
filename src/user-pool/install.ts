import type { User } from './accounts/account.ts'
import { createAccountBook } from './accounts/account-book.ts'
import { createAccounts } from './accounts/accounts.ts'
import { checkScryptCost, defaultScryptCost } from './accounts/credentials.ts'
import { createInbox, type Message } from './accounts/inbox.ts'
import { checkOptions, checkShaped } from './check-options.ts'
import type { Configuration } from './configuration/configuration.ts'
import { defaultConfiguration } from './configuration/default.ts'
import { type Addresses, addressesOf, parseOrigin } from './directory/addresses.ts'
import type { AppClient } from './directory/app-client.ts'
import { type Description, describe } from './directory/describe.ts'
import {
  createCollections,
  createDirectory,
  type Directory,
  findClient,
  findUser,
} from './directory/directory.ts'
import { regionOf } from './directory/region.ts'
import { createIdentityPool } from './identity/identity-pool.ts'
import { deriveIds } from './keys/derived-ids.ts'
import { makeSecrets, readOrMakeSecrets } from './keys/install-secrets.ts'
import { createKeyRing, type KeySet } from './keys/key-ring.ts'
import { fromPem, generateKey as generateNewKey } from './keys/signing-keys.ts'
import { withMembers } from './live-object.ts'
import type { InstallOptions, PoolOptions } from './options.ts'
import type { PoolParts } from './pool-parts.ts'
import { createSessions } from './sessions/sessions.ts'
import { createSignIns } from './sessions/sign-ins.ts'
import { openStore } from './state/store.ts'
import { createRefreshTokens } from './tokens/refresh-tokens.ts'
import { createTokenIssuer, type TokenIssuer } from './tokens/token-issuer.ts'
import { createUserTokens } from './tokens/user-tokens.ts'

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
  return installOf(await openParts(await checkedOptions(options), () => origin))
}

/** What a pool is made of: options that were looked at, and a configuration without gaps. */
export type CheckedOptions = PoolOptions & { readonly configuration: Configuration }

/** Opens nothing yet. */
export async function checkedOptions(options: PoolOptions): Promise<CheckedOptions> {
  checkOptions(options)
  const configuration = withDefaults(options)
  await checkShaped(configuration)
  checkScryptCost(options.scryptCost ?? defaultScryptCost)
  return { ...options, configuration }
}

/** @param origin asked only when a token or an answer needs it */
export async function openParts(options: CheckedOptions, origin: () => string): Promise<PoolParts> {
  const { configuration, dataFolder, clock = systemTime, log = () => {} } = options
  const { generateKey = generateNewKey, preTokenGeneration } = options
  const { scryptCost = defaultScryptCost } = options
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
    store,
    directory,
    collections,
    identityPool,
    keys,
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

/** Looks for `Date.now` at each call, since test runners replace it. */
function systemTime(): number {
  return Date.now()
}

function withDefaults(options: Partial<Configuration>): Configuration {
  const standard: Configuration = { userPoolId: undefined, ...defaultConfiguration() }
  const given = Object.entries(options).filter(
    ([name, value]) => name in standard && value !== undefined,
  )
  return { ...standard, ...Object.fromEntries(given) }
}
