/** The claims of a token, as they stand in it. */
export type Claims = Readonly<Record<string, unknown>>

/** What a sign-in brings. */
export interface Tokens {
  readonly accessToken: string
  readonly idToken: string
  /** Absent where the app client may not refresh. */
  readonly refreshToken?: string | undefined
  readonly accessClaims: Claims
  readonly idClaims: Claims
}

/**
 * Reads the claims of a token that came from the user pool itself, without verifying it again.
 *
 * @throws SyntaxError when it is no JWT
 */
export function claimsOf(token: string): Claims {
  const [, payload = ''] = token.split('.')
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
  if (typeof claims !== 'object' || claims === null) throw new SyntaxError('no object of claims')
  return claims as Claims
}

/** The scopes of an access token: full names. */
export function scopesOf({ scope }: Claims): string[] {
  return typeof scope === 'string' ? scope.split(' ').filter(name => name !== '') : []
}

export function groupsOf({ 'cognito:groups': groups }: Claims): string[] {
  return Array.isArray(groups) ? groups.map(String) : []
}

/** Seconds since 1970 in a claim such as `exp`; 0 when there are none. */
export function secondsIn(claims: Claims, name: string): number {
  const value = claims[name]
  return typeof value === 'number' ? value : 0
}
