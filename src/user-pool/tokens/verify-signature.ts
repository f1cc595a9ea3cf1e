import type { JWTPayload } from 'jose'
import type { PoolParts } from '../pool-parts.ts'

/** The claims of a token that the pool has signed and that has not run out, or what is wrong. */
export async function verifySignature(
  { keys, clock }: PoolParts,
  token: string,
  issuer: string,
): Promise<JWTPayload | 'invalid' | 'expired'> {
  // Loaded late: a pool that only signs does not verify.
  const { createLocalJWKSet, errors, jwtVerify } = await import('jose')
  const keySet = createLocalJWKSet({ keys: keys.keySet.keys.map(key => ({ ...key })) })
  const currentDate = new Date(clock())
  try {
    const options = { issuer, algorithms: ['RS256'], currentDate }
    return (await jwtVerify(token, keySet, options)).payload
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired' : 'invalid'
  }
}
