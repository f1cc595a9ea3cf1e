/**
 * What an app client may do: the OAuth flows of Cognito's `AllowedOAuthFlows`, the refresh token
 * grant, and the sign-ins of its JSON API (`ExplicitAuthFlows`).
 */
export type AuthFlow =
  | 'code'
  | 'implicit'
  | 'client_credentials'
  | 'refresh_token'
  | 'USER_SRP_AUTH'
  | 'USER_PASSWORD_AUTH'

/** A person who can sign in. Sign-in is by email, so the username is the `sub`, as in Cognito. */
export interface UserConfiguration {
  readonly email: string
  readonly password: string
  /** Names of groups of the pool. Default: none. */
  readonly groups?: readonly string[] | undefined
}

export interface GroupConfiguration {
  readonly name: string
  readonly description: string
}

/** A custom scope: its full name in a token is `<resource server identifier>/<name>`. */
export interface ScopeConfiguration {
  /** Short name without a slash, such as `order.read`. */
  readonly name: string
  /** What it allows, in words for the person who signs in. */
  readonly description: string
}

export interface ResourceServerConfiguration {
  /** Cognito's identifier; may be a URL. */
  readonly identifier: string
  readonly name: string
  readonly scopes: readonly ScopeConfiguration[]
}

export interface AppClientConfiguration {
  /** Name by which people know it; its id is made per install. */
  readonly name: string
  readonly flows: readonly AuthFlow[]
  /** Whether it has a secret. Default: `false`, a public client. */
  readonly secret?: boolean | undefined
  /**
   * Scopes it may ask for; short names belong to the first resource server. Default: every scope
   * of the pool, without those of OpenID Connect for a client credentials client.
   */
  readonly scopes?: readonly string[] | undefined
  /** Allowed `redirect_uri`s, compared as exact strings. Default: none. */
  readonly callbackUrls?: readonly string[] | undefined
  /** Allowed `logout_uri`s, compared as exact strings. Default: none. */
  readonly signOutUrls?: readonly string[] | undefined
}

/** What a pool is, apart from what each install makes of it (ids, secrets, keys). */
export interface Configuration {
  readonly users: readonly UserConfiguration[]
  readonly groups: readonly GroupConfiguration[]
  /** The first one is the one that short scope names belong to. */
  readonly resourceServers: readonly ResourceServerConfiguration[]
  readonly clients: readonly AppClientConfiguration[]
}
