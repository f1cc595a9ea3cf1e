import { type Addresses, addressesOf, parseOrigin } from './addresses.ts'
import { checkConfiguration } from './check-configuration.ts'
import type { Configuration } from './configuration.ts'
import { defaultConfiguration } from './default-configuration.ts'
import { deriveIds } from './derived-ids.ts'
import { type Description, describe } from './describe.ts'
import {
  type AppClient,
  createDirectory,
  type Directory,
  findClient,
  findUser,
  type User,
} from './directory.ts'
import { makeSecrets, readOrMakeSecrets } from './install-secrets.ts'
import { createKeyRing, type KeyRing, type KeySet } from './key-ring.ts'
import { fromPem } from './signing-keys.ts'
import { type Clock, createTokenIssuer, type TokenIssuer } from './tokens/token-issuer.ts'

/** A list that is given replaces the one of the default pool. */
export interface PoolOptions extends Partial<Configuration> {
  /**
   * Folder that keeps the pool id, client ids, client secrets and keys; made where it is missing,
   * its file readable by its owner alone. Default: none, everything is new and in memory.
   */
  readonly dataFolder?: string | undefined
  /** Milliseconds since 1970, the time of every token. Default: `Date.now`. */
  readonly clock?: Clock | undefined
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
  /** The user with this email or `sub`. @throws Error that names the users there are */
  readonly user: (emailOrSub: string) => User
  /** The app client with this name or id. @throws Error that names the clients there are */
  readonly client: (nameOrId: string) => AppClient
  readonly describe: () => Description
}

/** The working parts of a pool, before it is known where it listens. */
export interface PoolParts {
  readonly directory: Directory
  readonly keys: KeyRing
  readonly clock: Clock
  readonly tokens: TokenIssuer
  readonly addresses: () => Addresses
}

/**
 * Opens the pool of a data folder without listening, to sign tokens as the running pool would.
 *
 * @throws TypeError for a configuration that contradicts itself, or an origin that is none
 * @throws Error when the data folder cannot be read or written, or holds something else
 */
export async function openInstall(options: InstallOptions): Promise<Install> {
  const origin = parseOrigin(options.origin)
  return installOf(await openParts(options, () => origin))
}

/** @param origin asked only when a token or an answer needs it */
export async function openParts(options: PoolOptions, origin: () => string): Promise<PoolParts> {
  const configuration = withDefaults(options)
  checkConfiguration(configuration)
  const { dataFolder, clock = Date.now } = options
  const secrets = await (dataFolder === undefined ? makeSecrets() : readOrMakeSecrets(dataFolder))
  const directory = createDirectory(configuration, deriveIds(secrets.seed))
  const keys = createKeyRing(fromPem(secrets.accessKey), fromPem(secrets.idKey))
  const addresses = () => addressesOf(origin(), directory.userPoolId)
  const issuer = () => addresses().issuer
  const tokens = createTokenIssuer({ directory, keys, clock, issuer })
  return { directory, keys, clock, tokens, addresses }
}

export function installOf({ directory, keys, tokens, addresses }: PoolParts): Install {
  return {
    ...addresses(),
    ...directory,
    accessToken: tokens.accessToken,
    idToken: tokens.idToken,
    machineToken: tokens.machineToken,
    get keySet() {
      return keys.keySet
    },
    user: emailOrSub => findUser(directory, emailOrSub),
    client: nameOrId => findClient(directory, nameOrId),
    describe: () => describe(addresses(), directory),
  }
}

function withDefaults(options: Partial<Configuration>): Configuration {
  const standard = defaultConfiguration()
  const {
    users = standard.users,
    groups = standard.groups,
    resourceServers = standard.resourceServers,
    clients = standard.clients,
  } = options
  return { users, groups, resourceServers, clients }
}
