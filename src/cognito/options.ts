import type { Decision } from './decision.ts'
import type { ResourceServer } from './policy/policy.ts'
import type { Principal } from './principal.ts'

/** A user pool whose access tokens are accepted. */
export interface UserPoolOptions {
  /**
   * Id of the user pool, such as `eu-central-1_AbCdEfGhI`. The issuer and the key-set address are
   * derived from it. Not needed when `issuer` is given.
   */
  userPoolId?: string | undefined
  /** App client ids whose tokens are accepted (`client_id`). At least one; there is no "any". */
  clientId: string | readonly string[]
  /**
   * The `iss` values accepted, compared exactly. Default: `https://cognito-idp.<region>.
   * amazonaws.com/<userPoolId>`. Give the updated issuer (`https://issuer-cognito-idp...`), both,
   * or an emulator's here. http only on loopback.
   */
  issuer?: string | readonly string[] | undefined
  /** Address of the JSON Web Key Set. Default: `<issuer>/.well-known/jwks.json`. */
  jwksUri?: string | undefined
  /**
   * Demands this `aud` (resource binding, RFC 8707). Default: `aud` is ignored, because Cognito
   * sets none on access tokens unless a resource was asked for. Machine tokens, which Cognito
   * cannot bind, may lack it.
   */
  audience?: string | undefined
}

/** Tokens denied before they expire; Cognito itself cannot take an access token back. */
export interface Revocations {
  /**
   * Asked for every request with a good token, so it must answer from memory: `true` or `false`, and no
   * promise.
   *
   * @throws {RevocationsUnavailableError} it cannot tell: the request is answered 503, as it is whatever
   *   else is thrown or answered, which is logged as a mistake; other errors of this package are answered
   *   as they are
   */
  isRevoked(principal: Principal): boolean
}

/** What holds for all user pools whose tokens are accepted. */
export interface SharedOptions {
  /** The resource server, as it is called in the user pool, and its scopes. */
  resourceServer: ResourceServer
  /**
   * The address of this API as its callers see it. With it every challenge points to the protected
   * resource metadata (RFC 9728), which is served at its well-known path. Default: neither.
   */
  resource?: string | undefined
  /**
   * `realm` of the challenges: printable ASCII without `"` and `\`. Default: the identifier of the
   * resource server.
   */
  realm?: string | undefined
  /** Accepted difference between the clocks in seconds, 0 to 300. Default 5. */
  clockToleranceSeconds?: number | undefined
  /** Most tokens remembered as verified, up to 10,000,000; 0 turns the cache off. Default 10000. */
  tokenCacheSize?: number | undefined
  /** Age in whole seconds after which the signing keys must have been asked for again. Default 600. */
  jwksMaxAgeSeconds?: number | undefined
  /**
   * Age in whole seconds until which they are used while that fails; less than `jwksMaxAgeSeconds`
   * counts as that. Default 86400.
   */
  jwksMaxStaleSeconds?: number | undefined
  /** Default: no token is denied before it expires. */
  revocations?: Revocations | undefined
  /** Told of each decision. What it throws, or its promise, is logged and changes nothing. Default: nobody. */
  onDecision?: ((decision: Decision) => void) | undefined
  /** The clock, in milliseconds since 1970, for tests. Default `Date.now`. */
  now?: (() => number) | undefined
}

/** Options of the plugin: one user pool in place, or several in `userPools`. */
export type CognitoOptions = SharedOptions &
  (
    | (UserPoolOptions & { userPools?: never })
    | ({ userPools: readonly UserPoolOptions[] } & { [Name in keyof UserPoolOptions]?: never })
  )
