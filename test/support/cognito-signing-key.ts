import { createPublicKey, type JsonWebKey, sign } from 'node:crypto'
import { stockedKey } from './stocked-keys.ts'

/** A key that signs whatever it is given, and its public half for a key set. */
export interface TestKey {
  readonly jwk: JsonWebKey & { kid: string }
  /** An RS256 token. Text and bytes are taken as they are, anything else as JSON. */
  readonly sign: (payload: Part, header?: Part) => string
}

type Part = string | Buffer | object

let count = 0

/** Another one at each call, and none that a user pool has. */
export function createTestKey(kid: string, modulusLength = 2048): TestKey {
  const privateKey = stockedKey(`test-${count++}`, modulusLength)
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  return {
    jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' },
    sign(payload, header = { kid, alg: 'RS256' }) {
      const input = `${encode(header)}.${encode(payload)}`
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
    },
  }
}

function encode(part: Part): string {
  const bytes = typeof part === 'string' || Buffer.isBuffer(part) ? part : JSON.stringify(part)
  return Buffer.from(bytes).toString('base64url')
}
