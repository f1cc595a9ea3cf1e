import type { Configuration } from './configuration/configuration.ts'
import type { PreTokenGeneration } from './configuration/pre-token-generation.ts'
import type { GenerateKey } from './keys/signing-keys.ts'
import type { Clock } from './tokens/token-issuer.ts'

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
   * a tenth of a second; tests that start many pools may hand out keys that they have made before,
   * to one pool another one at each call: two at the start, two for each rotation, one for forgeries.
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

/** What `openInstall` takes. */
export interface InstallOptions extends PoolOptions {
  /** Origin of the pool as its users see it, such as `http://localhost:4100`. */
  readonly origin: string
}

/** What `createUserPool` takes. */
export interface UserPoolOptions extends PoolOptions {
  /** A loopback name or address. Default: `localhost`, both of IPv4 and IPv6 where there are both. */
  readonly host?: string | undefined
  /** Default: 0, a free one. */
  readonly port?: number | undefined
  /** Origin by which others reach the pool, and so its issuer. Default: from host and port. */
  readonly origin?: string | undefined
}
