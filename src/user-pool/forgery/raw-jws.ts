import { type KeyObject, sign } from 'node:crypto'

/** Text and bytes are taken as they are, anything else is written as JSON. */
export type Part = string | Uint8Array | object

export function encode(part: Part): string {
  const bytes = typeof part === 'string' || part instanceof Uint8Array ? part : JSON.stringify(part)
  return Buffer.from(bytes).toString('base64url')
}

/**
 * A token whose RS256 signature is right, whatever stands in it: libraries rightly refuse to sign
 * most of what a forgery needs.
 */
export function compact(header: Part, payload: Part, key: KeyObject): string {
  return signed(`${encode(header)}.${encode(payload)}`, key)
}

export function signed(signingInput: string, key: KeyObject): string {
  return `${signingInput}.${sign('sha256', Buffer.from(signingInput), key).toString('base64url')}`
}

/** The three parts of a token. */
export function split(token: string): [header: string, payload: string, signature: string] {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return [header, payload, signature]
}
