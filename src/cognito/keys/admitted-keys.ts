import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { JwtVerifierBase, KeyObjectCache } from 'aws-jwt-verify/jwt-verifier'
import { limitStacks } from '../stackless-error.ts'
import type { DecodedToken } from '../token/decode.ts'
import type { AdmittedJwk } from './admission.ts'

/**
 * One generation of an issuer's signing keys, immutable. A token verified with one generation
 * says nothing about the next: who caches a result compares the object.
 */
export interface AdmittedKeys {
  has(kid: string): boolean
  /** Tells whether a set just fetched is this one, so that it need not begin a new generation. */
  consistsOf(jwks: readonly AdmittedJwk[]): boolean
  /**
   * Verifies signature and `iss` with aws-jwt-verify. What else the claims say is left to
   * `faultOfClaims`, whose clock can be set.
   */
  haveSigned(token: DecodedToken): boolean
}

export function createAdmittedKeys(issuer: string, jwks: readonly AdmittedJwk[]): AdmittedKeys {
  const kids = new Set(jwks.map(({ kid }) => kid))
  const content = contentOf(jwks)
  const verifier = new DecodedTokenVerifier(issuer)
  verifier.cacheJwks({ keys: [...jwks] })
  return {
    has: kid => kids.has(kid),
    consistsOf: others => contentOf(others) === content,
    haveSigned: token => verifier.isSigned(token),
  }
}

function contentOf(jwks: readonly AdmittedJwk[]): string {
  return JSON.stringify(jwks.toSorted((one, other) => (one.kid < other.kid ? -1 : 1)))
}

/** OpenSSL checks 2 % faster with a key that was read from DER than with one made of a JWK's numbers. */
function keyObject(jwk: JsonWebKey): KeyObject {
  const key = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' })
  return createPublicKey({ key, type: 'spki', format: 'der' })
}

type Config = { issuer: string; jwksUri: string; audience: null; graceSeconds: number }

/** aws-jwt-verify, handed a token that is already taken apart: parsing costs a fifth of its time. */
class DecodedTokenVerifier extends JwtVerifierBase<Config, Config, false> {
  readonly #config: Config

  constructor(issuer: string) {
    // The cache is filled by hand and never fetches, so the address is only a name in it.
    const config = { issuer, jwksUri: issuer, audience: null, graceSeconds: Infinity }
    super(config, new SimpleJwksCache())
    this.#config = config
    // Private in its types; were it named otherwise, checks would only take longer.
    Object.assign(this, { publicKeyCache: new KeyObjectCache(keyObject) })
  }

  /**
   * Nobody reads the stack of what is thrown in here, and collecting it would be the dearest part of
   * refusing a flood of bad tokens.
   */
  isSigned({ header, headerB64, payload, payloadB64, signature }: DecodedToken): boolean {
    const { stackTraceLimit } = Error
    limitStacks(undefined)
    // It hands the signature on to node:crypto, which takes bytes as well as text.
    const signatureB64 = signature as Buffer & string
    const token = { header, headerB64, payload, payloadB64, signatureB64 }
    let isSigned = true
    try {
      this.verifyDecomposedJwtSync(token, this.#config.jwksUri, this.#config)
    } catch {
      isSigned = false
    }
    limitStacks(stackTraceLimit)
    return isSigned
  }
}
