import { createTokenCache, digest, isSound, type VerifiedToken } from './cache/token-cache.ts'
import { createTokensInUse, type TokenInUse } from './cache/tokens-in-use.ts'
import { type CognitoError, InvalidRequestError, InvalidTokenError } from './errors.ts'
import type { AdmittedKeys } from './keys/admitted-keys.ts'
import type { KeySet } from './keys/key-set.ts'
import type { Principal } from './principal.ts'
import type { Settings, TrustedIssuer } from './settings/settings.ts'
import { isWellFormed } from './token/bearer.ts'
import { areAccessTokenClaims, faultOfClaims } from './token/claims.ts'
import { type DecodedToken, decodeToken, longestToken } from './token/decode.ts'
import { principalOf } from './token/principal-of.ts'

/** An issuer with the keys it signs with. */
export interface IssuerWithKeys extends TrustedIssuer {
  keySet: KeySet
}

export interface Authentication {
  principal: Principal
  /** Whether the token had been verified before. */
  cacheHit: boolean
  /** That of the token, where it was needed. */
  tokenDigest: string | undefined
}

/** Whom a token speaks for, or why it is refused. */
export type Outcome = Authentication | CognitoError

/** A token whose signature must be checked first. */
export interface Unverified {
  decoded: DecodedToken
  issuer: IssuerWithKeys
  /** That of the token, or nothing where none are remembered. */
  tokenDigest: string | undefined
  /** They may have to be fetched. */
  keys: Promise<AdmittedKeys>
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
  const { clockToleranceSeconds, now, tokenCacheSize } = settings
  const cache = createTokenCache(tokenCacheSize)
  const tokensInUse = createTokensInUse(tokenCacheSize)

  /**
   * Answers at once about tokens that are remembered or misshapen. A refusal is a value: throwing
   * would be the dearest part of most of them. The others wait for keys even where these are at
   * hand: what aws-jwt-verify throws costs a tenth of a check less in a promise, where V8 makes no
   * message of it.
   *
   * @param token what follows the scheme in the Authorization header
   */
  function authenticate(token: string): Outcome | Unverified {
    if (token.length > longestToken) return new InvalidTokenError('token_too_long')
    if (tokenCacheSize === 0) return examine(token, undefined)
    const seconds = now() / 1000
    const used = tokensInUse.find(token)
    if (used !== undefined && isSound(used.verified, seconds)) return remembered(used)
    const tokenDigest = digest(token)
    const verified = cache.get(tokenDigest, seconds)
    if (verified === undefined) return examine(token, tokenDigest)
    const found = { token, digest: tokenDigest, verified }
    tokensInUse.keep(found, seconds)
    return remembered(found)
  }

  function examine(token: string, tokenDigest: string | undefined): CognitoError | Unverified {
    const decoded = decodeToken(token)
    if (typeof decoded === 'string') {
      // Only of what is no token need be asked whether it was a single credential at all.
      return isWellFormed(token) ? new InvalidTokenError(decoded) : new InvalidRequestError()
    }
    const issuer = issuers.get(decoded.payload.iss as string)
    if (issuer === undefined) return new InvalidTokenError('wrong_issuer')
    return { decoded, issuer, tokenDigest, keys: issuer.keySet.keysFor(decoded.header.kid) }
  }

  function verify({ decoded, issuer, tokenDigest }: Unverified, keys: AdmittedKeys): Outcome {
    const seconds = now() / 1000
    const claims = decoded.payload
    if (!keys.haveSigned(decoded)) return new InvalidTokenError('invalid_signature')
    if (!areAccessTokenClaims(claims)) return new InvalidTokenError('invalid_claims')
    const fault = faultOfClaims(claims, issuer, seconds, clockToleranceSeconds)
    if (fault !== undefined) return new InvalidTokenError(fault)
    const verified: VerifiedToken = {
      principal: principalOf(claims),
      refusedFrom: claims.exp + clockToleranceSeconds,
      keys,
      currentKeys: issuer.keySet.current,
      foundAt: seconds,
    }
    if (tokenDigest !== undefined) cache.set(tokenDigest, verified, seconds)
    return { principal: verified.principal, cacheHit: false, tokenDigest }
  }

  return {
    authenticate,
    verify,
    /** Tokens remembered as verified. */
    get cacheSize(): number {
      return cache.size
    },
  }
}

function remembered({ digest: tokenDigest, verified: { principal } }: TokenInUse): Authentication {
  return { principal, cacheHit: true, tokenDigest }
}
