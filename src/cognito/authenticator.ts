import type { AdmittedKeys } from './admitted-keys.ts'
import { isWellFormed } from './bearer.ts'
import { type AccessTokenClaims, checkClaims } from './claims.ts'
import { type DecodedToken, decodeToken, longestToken } from './decode.ts'
import { InvalidRequestError, InvalidTokenError } from './errors.ts'
import type { KeySet } from './key-set.ts'
import type { Principal } from './principal.ts'
import { principalOf } from './principal-of.ts'
import type { Settings, TrustedIssuer } from './settings.ts'
import { createTokenCache, digest, type VerifiedToken } from './token-cache.ts'

/** Only of what is no token need be asked whether it was a single credential at all. */
function decode(token: string): DecodedToken {
  try {
    return decodeToken(token)
  } catch (error) {
    throw isWellFormed(token) ? error : new InvalidRequestError()
  }
}

/** An issuer with the keys it signs with. */
export interface IssuerWithKeys extends TrustedIssuer {
  keySet: KeySet
}

export interface Authentication {
  principal: Principal
  /** Whether the token had been verified before. */
  cacheHit: boolean
}

/**
 * Turns the token of a request into its principal: from the cache, or by verification.
 *
 * @param issuers by `iss`
 */
export function createAuthenticator(
  issuers: ReadonlyMap<string, IssuerWithKeys>,
  settings: Settings,
) {
  const { clockToleranceSeconds, now } = settings
  const cache = createTokenCache(settings.tokenCacheSize)

  /**
   * Answers at once when the signing key is known, and with a promise when it must be fetched.
   *
   * @param token what follows the scheme in the Authorization header
   * @throws {CognitoError} or rejects with one
   */
  function authenticate(token: string): Authentication | Promise<Authentication> {
    if (token.length > longestToken) throw new InvalidTokenError('token_too_long')
    const key = settings.tokenCacheSize === 0 ? '' : digest(token)
    const known = cache.get(key, now() / 1000)
    if (known !== undefined) return { principal: known.principal, cacheHit: true }
    const decoded = decode(token)
    const issuer = issuers.get(decoded.payload.iss as string)
    if (issuer === undefined) throw new InvalidTokenError('wrong_issuer')
    const { kid } = decoded.header
    const keys = issuer.keySet.current()
    if (keys?.has(kid)) return verify(key, decoded, issuer, keys)
    return issuer.keySet.keysFor(kid).then(found => verify(key, decoded, issuer, found))
  }

  function verify(
    key: string,
    decoded: DecodedToken,
    issuer: IssuerWithKeys,
    keys: AdmittedKeys,
  ): Authentication {
    const seconds = now() / 1000
    const claims: AccessTokenClaims = keys.verify(decoded)
    checkClaims(claims, issuer, seconds, clockToleranceSeconds)
    const verified: VerifiedToken = {
      principal: principalOf(claims),
      refusedFrom: claims.exp + clockToleranceSeconds,
      keys,
      currentKeys: issuer.keySet.current,
    }
    cache.set(key, verified, seconds)
    return { principal: verified.principal, cacheHit: false }
  }

  return {
    authenticate,
    /** Tokens remembered as verified. */
    get cacheSize(): number {
      return cache.size
    },
  }
}
