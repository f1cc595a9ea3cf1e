import { SignJWT } from 'jose/jwt/sign'
import type { SigningKey } from '../keys/signing-keys.ts'
import type { Claims } from './claims.ts'

/** Cognito's header is `kid` and `alg` alone, without `typ`. */
export function sign(claims: Claims, key: SigningKey, header?: Claims): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ kid: key.kid, ...header, alg: 'RS256' })
    .sign(key.privateKey)
}
