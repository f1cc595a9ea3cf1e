/** The claims of a verified access token. Cognito may add members at any time. */
export type Claims = Readonly<Record<string, unknown>>

interface PrincipalBase {
  /** `sub`. For a machine this is its client id. */
  readonly subject: string
  /** `client_id`: the app client the token was issued to. */
  readonly clientId: string
  /** `iss`: the user pool that issued the token. */
  readonly issuer: string
  /** `jti`: the id of this token. */
  readonly tokenId: string
  /** Full scope names, such as `orders/order.write`. */
  readonly scopes: ReadonlySet<string>
  /** `iat`, in seconds since 1970. */
  readonly issuedAt: number
  /** `exp`, in seconds since 1970. */
  readonly expiresAt: number
  /** `auth_time`, in seconds since 1970: when the user signed in, or the machine took its token. */
  readonly authenticatedAt: number | undefined
  /** Every claim of the token, deeply frozen. */
  readonly claims: Claims
}

/** A person, signed in to the user pool. */
export interface User extends PrincipalBase {
  readonly kind: 'user'
  /** `username`. With sign-in by email this is the `sub`, not the address. */
  readonly username: string
  /** `cognito:groups`; empty without groups. */
  readonly groups: readonly string[]
}

/** A program that took its token with the client credentials grant (RFC 6749 section 4.4). */
export interface Machine extends PrincipalBase {
  readonly kind: 'machine'
}

/** Whom the verified access token of a request speaks for. Frozen. */
export type Principal = User | Machine
