import { TextDecoder } from 'node:util'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import type { UserPool } from '../../../src/user-pool/index.ts'

const canonical = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part
const strictText = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function demand(condition: boolean, what: string): void {
  if (!condition) throw new Error(`${what} refused`)
}

/** Everything a resource server has to look for, on top of what jose does. */
export function strictVerifier(pool: UserPool, now: number) {
  const keys = createLocalJWKSet(pool.keySet as unknown as JSONWebKeySet)
  const clients = pool.clients.map(({ id }) => id)
  return async (token: string, audience?: string) => {
    demand(token.length <= 8192, 'length')
    const parts = token.split('.')
    demand(parts.length === 3 && parts.every(canonical), 'encoding')
    for (const part of parts.slice(0, 2)) {
      JSON.parse(strictText.decode(Buffer.from(part, 'base64url')))
    }
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: pool.issuer,
      requiredClaims: ['exp', 'iat', 'sub', 'jti'],
      currentDate: new Date(now * 1000),
    })
    const { kid, typ } = protectedHeader
    demand(typeof kid === 'string' && typeof payload.iss === 'string', 'kid')
    demand(typ === undefined || typ === 'JWT' || typ === 'at+jwt', 'typ')
    demand(!('crit' in protectedHeader || 'cty' in protectedHeader || 'cnf' in payload), 'binding')
    const { iat = Number.NaN, exp = Number.NaN, sub, jti, scope } = payload
    demand(iat <= now && exp - iat <= 86_400.5 && exp - iat > 0, 'times')
    demand(typeof sub === 'string' && sub !== '' && typeof jti === 'string' && jti !== '', 'ids')
    demand(typeof scope === 'string' && payload.token_use === 'access', 'token_use')
    demand(typeof (payload.auth_time ?? 0) === 'number', 'auth_time')
    demand(Array.isArray(payload['cognito:groups'] ?? []), 'groups')
    demand(
      clients.some(id => id === payload.client_id),
      'client_id',
    )
    demand(audience === undefined || payload.aud === audience, 'audience')
    return payload
  }
}
