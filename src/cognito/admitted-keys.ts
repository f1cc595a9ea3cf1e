import { JwtExpiredError, JwtNotBeforeError } from 'aws-jwt-verify/error'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { JwtVerifierBase } from 'aws-jwt-verify/jwt-verifier'
import type { AdmittedJwk } from './admission.ts'
import type { DecodedToken } from './decode.ts'
import { errorOf } from './error-of.ts'
import type { TokenFault } from './errors.ts'

/**
 * One generation of an issuer's signing keys, immutable. A token verified with one generation
 * says nothing about the next: who caches a result compares the object.
 */
export interface AdmittedKeys {
  has(kid: string): boolean
  /** Tells whether a set just fetched is this one, so that it need not begin a new generation. */
  consistsOf(jwks: readonly AdmittedJwk[]): boolean
  /**
   * Verifies signature, `iss`, `exp` and `nbf` with aws-jwt-verify.
   *
   * @returns what is wrong with the token, or nothing
   */
  faultOf(token: DecodedToken): TokenFault | undefined
}

/** @param tolerance accepted difference between the token's times and the machine's clock, in seconds */
export function createAdmittedKeys(
  issuer: string,
  jwks: readonly AdmittedJwk[],
  tolerance: number,
): AdmittedKeys {
  const kids = new Set(jwks.map(({ kid }) => kid))
  const content = contentOf(jwks)
  const verifier = new DecodedTokenVerifier(issuer, tolerance)
  verifier.cacheJwks({ keys: [...jwks] })
  return {
    has: kid => kids.has(kid),
    consistsOf: others => contentOf(others) === content,
    faultOf(token) {
      const error = errorOf(() => verifier.verifyDecoded(token))
      return error === undefined ? undefined : faultNamedBy(error)
    },
  }
}

function contentOf(jwks: readonly AdmittedJwk[]): string {
  return JSON.stringify(jwks.toSorted((one, other) => (one.kid < other.kid ? -1 : 1)))
}

function faultNamedBy(error: unknown): TokenFault {
  if (error instanceof JwtExpiredError) return 'token_expired'
  if (error instanceof JwtNotBeforeError) return 'token_not_yet_valid'
  return 'invalid_signature'
}

type Config = { issuer: string; jwksUri: string; audience: null; graceSeconds: number }

/** aws-jwt-verify, handed a token that is already taken apart: parsing costs a fifth of its time. */
class DecodedTokenVerifier extends JwtVerifierBase<Config, Config, false> {
  readonly #config: Config

  constructor(issuer: string, graceSeconds: number) {
    // The cache is filled by hand and never fetches, so the address is only a name in it.
    const config = { issuer, jwksUri: issuer, audience: null, graceSeconds }
    super(config, new SimpleJwksCache())
    this.#config = config
  }

  verifyDecoded(token: DecodedToken): void {
    this.verifyDecomposedJwtSync(token, this.#config.jwksUri, this.#config)
  }
}
