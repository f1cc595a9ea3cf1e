import { type KeyObject, randomUUID } from 'node:crypto'
import { signingKey } from '../keys/signing-keys.ts'
import type { Claims } from '../tokens/claims.ts'
import { selfSignedCertificate } from './certificate.ts'
import { compact } from './raw-jws.ts'
import { type Recipe, type Workbench, wrongHeader } from './workbench.ts'

const attackerUrl = 'https://attacker.example'

/**
 * Tokens that would have a verifier take the wrong key: one that the token brings along (RFC 8725
 * section 3.10), one under another id, or none at all.
 */
export const keyForgeries = {
  'other-key-same-kid': byAttacker(
    'signed by a key that is not the pool’s, under its kid',
    () => ({}),
  ),
  'embedded-jwk': byAttacker('brings the key that signed it as jwk', (_, key) => ({
    jwk: signingKey(key).publicJwk,
  })),
  'embedded-x5c': byAttacker('brings the key that signed it as certificate', (_, key) => ({
    x5c: [selfSignedCertificate(key).toString('base64')],
  })),
  jku: byAttacker('names a key set of the attacker; header.jku replaces its address', bench => ({
    jku: bench.header.jku ?? `${attackerUrl}/jwks.json`,
  })),
  x5u: byAttacker(
    'names a certificate of the attacker; header.x5u replaces its address',
    bench => ({
      x5u: bench.header.x5u ?? `${attackerUrl}/certificate.pem`,
    }),
  ),
  'kid-missing': wrongHeader('no kid', () => ({ kid: undefined })),
  'kid-null': wrongHeader('kid is null', () => ({ kid: null })),
  'kid-number': wrongHeader('kid is a number', () => ({ kid: 1 })),
  'kid-array': wrongHeader('kid is an array', ({ key }) => ({ kid: [key.kid] })),
  'kid-empty': wrongHeader('kid is empty', () => ({ kid: '' })),
  'kid-traversal': wrongHeader('kid is a path', () => ({ kid: '../../../../dev/null' })),
  'kid-sql': wrongHeader('kid is a piece of SQL', () => ({ kid: "x' UNION SELECT 'secret" })),
  'kid-url': wrongHeader('kid is an address', () => ({ kid: `${attackerUrl}/key` })),
  'kid-proto': wrongHeader('kid is __proto__', () => ({ kid: '__proto__' })),
  'kid-constructor': wrongHeader('kid is constructor', () => ({ kid: 'constructor' })),
  'kid-huge': wrongHeader('kid is 4,000 characters long', () => ({ kid: 'k'.repeat(4000) })),
  'kid-unknown': wrongHeader('kid of no key of the pool, another one each time', () => ({
    kid: `local-${randomUUID()}`,
  })),
  'kid-unknown-other-key': byAttacker('kid and signature of another key', (_, key) => ({
    kid: signingKey(key).kid,
  })),
  'kid-of-id-key': wrongHeader('kid of the ID key over a signature of the access key', bench => ({
    kid: bench.idKeyId,
  })),
} satisfies Record<string, Recipe>

function byAttacker(about: string, header: (bench: Workbench, key: KeyObject) => Claims): Recipe {
  return {
    about,
    make: async bench => {
      const key = await bench.attackerKey()
      return compact({ ...bench.header, ...header(bench, key) }, bench.claims, key)
    },
  }
}
