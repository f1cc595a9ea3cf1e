/**
 * What an app client may do: the OAuth flows of Cognito's `AllowedOAuthFlows`, the refresh token
 * grant, and the sign-ins of its JSON API (`ExplicitAuthFlows`).
 */
export type AuthFlow = (typeof authFlows)[number]

export const authFlows = [
  'code',
  'implicit',
  'client_credentials',
  'refresh_token',
  'USER_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'CLIENT_TOKEN_AUTH',
] as const

/** Seconds, minutes, hours or days, such as `1h` or `30d`. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`

/**
 * Cognito's: `UNCONFIRMED` has not entered the mailed code, `FORCE_CHANGE_PASSWORD` has a temporary
 * password, `RESET_REQUIRED` has to choose a new one by a mailed code.
 */
export type UserStatus = 'CONFIRMED' | 'UNCONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED'

/** A person who can sign in. */
export interface UserConfiguration {
  readonly email: string
  readonly password: string
  /** Where sign-in is by username: what it is. Where it is by email, Cognito makes it the `sub`. */
  readonly username?: string | undefined
  /** Names of groups of the pool. Default: none. */
  readonly groups?: readonly string[] | undefined
  /**
   * Attributes beside `email`: OpenID Connect's standard claims, or `custom:*`. All values are
   * text, as in Cognito. `email_verified` is `true` if not given.
   */
  readonly attributes?: Readonly<Record<string, string>> | undefined
  /** Default: `CONFIRMED`. */
  readonly status?: UserStatus | undefined
  /** Default: `true`. */
  readonly enabled?: boolean | undefined
}

export interface GroupConfiguration {
  readonly name: string
  readonly description: string
  /** ARN of an IAM role, which ID tokens name in `cognito:roles`. Default: none. */
  readonly role?: string | undefined
  /** Of the groups of a user, the role of the one with the lowest number is the preferred one. */
  readonly precedence?: number | undefined
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
  /** Name by which people know it. */
  readonly name: string
  /** Client id, of lower case letters and digits. Default: made per install. */
  readonly id?: string | undefined
  readonly flows: readonly AuthFlow[]
  /** Whether it has a secret, which is made per install. Default: `false`, a public client. */
  readonly secret?: boolean | undefined
  /** Whether it has a second secret, as while one is replaced by another. Default: `false`. */
  readonly secondSecret?: boolean | undefined
  /**
   * Scopes it may ask for; short names belong to the first resource server. Default: every scope
   * of the pool, without those of OpenID Connect for a client credentials client.
   */
  readonly scopes?: readonly string[] | undefined
  /** Allowed `redirect_uri`s, compared as exact strings. Default: none. */
  readonly callbackUrls?: readonly string[] | undefined
  /** Allowed `logout_uri`s, compared as exact strings. Default: none. */
  readonly signOutUrls?: readonly string[] | undefined
  /** How long access tokens are good, `5m` to `1d`. Default: `1h`. */
  readonly accessTokenValidity?: Duration | undefined
  /** How long ID tokens are good, `5m` to `1d`. Default: `1h`. */
  readonly idTokenValidity?: Duration | undefined
  /** How long one can go on without signing in again, `1h` to `3650d`. Default: `30d`. */
  readonly refreshTokenValidity?: Duration | undefined
  /** Cognito's `EnableTokenRevocation`. Default: `true`. */
  readonly revocation?: boolean | undefined
  /** Default: none, a refresh token stays good until it runs out. */
  readonly refreshTokenRotation?: RefreshTokenRotation | undefined
  /** Whether answers hide which users there are. Default: `true`. */
  readonly preventUserExistenceErrors?: boolean | undefined
  /** Attributes of users it may read. Default: all. */
  readonly readAttributes?: readonly string[] | undefined
}

/** Each refresh gives a new refresh token; it runs out when the first one would have. */
export interface RefreshTokenRotation {
  /** How long the replaced token still works, 0 to 60 seconds. */
  readonly gracePeriodSeconds: number
}

/** Default: 6 characters, of any kind. */
export interface PasswordPolicy {
  /** 6 to 99. */
  readonly minimumLength: number
  readonly requireLowercase?: boolean | undefined
  readonly requireUppercase?: boolean | undefined
  readonly requireNumbers?: boolean | undefined
  readonly requireSymbols?: boolean | undefined
}

/** The two forms of issuer that a pool on AWS can have; `original` is its default. */
export type IssuerForm = 'original' | 'updated'

/** What users type to say who they are. With `email`, usernames are their `sub`. */
export type SignInAttribute = 'email' | 'username'

/** What a pool is, apart from what each install makes of it (ids, secrets, keys). */
export interface Configuration {
  readonly users: readonly UserConfiguration[]
  readonly groups: readonly GroupConfiguration[]
  /** The first one is the one that short scope names belong to. */
  readonly resourceServers: readonly ResourceServerConfiguration[]
  readonly clients: readonly AppClientConfiguration[]
  readonly signInWith: SignInAttribute
  /** Whether people can sign themselves up. */
  readonly selfSignUp: boolean
  readonly passwordPolicy: PasswordPolicy
  readonly issuerForm: IssuerForm
  /** Such as `eu-central-1_AbCdEfGhI`. Default: made per install. */
  readonly userPoolId?: string | undefined
}
