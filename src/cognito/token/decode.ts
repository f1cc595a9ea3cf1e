import { isUtf8 } from 'node:buffer'
import { type JsonObject, safeJsonParse } from 'aws-jwt-verify/safe-json-parse'
import type { TokenFault } from '../errors.ts'

/** A token taken apart and not yet verified: nothing in it may be believed. */
export interface DecodedToken {
  header: { alg: 'RS256'; kid: string }
  headerB64: string
  payload: JsonObject
  payloadB64: string
  signature: Buffer
}

/** Longest token accepted, in characters; Node's own limit for all headers is 16 KiB. */
export const longestToken = 8 * 1024

/** What a key id may look like; Cognito's are base64 and may hold `+`, `/` and `=`. */
export const keyIdShape = /^[A-Za-z0-9+/=_-]{1,128}$/

/**
 * Takes a token apart and checks, before any key is looked for, all that can be told from its
 * form and its header (RFC 8725 sections 3.1 and 3.11, RFC 7515 section 4.1.11).
 *
 * @returns the token in parts, or what is wrong with it
 */
export function decodeToken(token: string): DecodedToken | TokenFault {
  const headerEnd = token.indexOf('.')
  const payloadEnd = token.indexOf('.', headerEnd + 1)
  if (payloadEnd === -1 || token.includes('.', payloadEnd + 1)) return 'malformed_token'
  const headerB64 = token.slice(0, headerEnd)
  const header = decodeHeader(headerB64)
  if (typeof header === 'string') return header
  const payloadB64 = token.slice(headerEnd + 1, payloadEnd)
  const payload = parseJson(payloadB64)
  const signatureB64 = token.slice(payloadEnd + 1)
  const signature = Buffer.from(signatureB64, 'base64url')
  if (payload === undefined || !isCanonical(signatureB64, signature.length))
    return 'malformed_token'
  return { header, headerB64, payload, payloadB64, signature }
}

/**
 * Admits one spelling of the same bytes only, so that a token has a single form: no padding
 * (RFC 7515 section 2), and no bits set beyond the last byte.
 */
function isCanonical(part: string, bytes: number): boolean {
  // Node leaves out what is in no alphabet of RFC 4648, but reads that with + and / as well.
  if (bytes === 0 || bytes !== Math.floor(part.length * 0.75)) return false
  if (part.includes('+') || part.includes('/')) return false
  return isEndCanonical(part)
}

/** Where what is only read is decoded: a buffer of its own for each part takes twice as long. */
const workspace = Buffer.alloc(longestToken)

function isEndCanonical(part: string): boolean {
  const last = part.slice(-1)
  switch (part.length % 4) {
    case 0:
      return true
    case 2:
      return 'AQgw'.includes(last)
    case 3:
      return 'AEIMQUYcgkosw048'.includes(last)
    default:
      return false
  }
}

let lastHeader: { text: string; header: DecodedToken['header'] } | undefined

/** All tokens of one key have the same header, so the last good one is remembered. */
function decodeHeader(text: string): DecodedToken['header'] | TokenFault {
  if (text === lastHeader?.text) return lastHeader.header
  const header = checkHeader(parseJson(text))
  // A copy: the text is a slice, which would keep the whole token in memory.
  if (typeof header !== 'string') lastHeader = { text: Buffer.from(text).toString(), header }
  return header
}

function checkHeader(header: JsonObject | undefined): DecodedToken['header'] | TokenFault {
  if (header === undefined) return 'malformed_token'
  const { alg, kid, typ } = header
  if (alg !== 'RS256') return 'wrong_algorithm'
  if (typeof kid !== 'string' || !keyIdShape.test(kid)) return 'malformed_token'
  // Extensions that must be understood are not, and a nested token (cty) is not an access token.
  if ('crit' in header || 'cty' in header) return 'unsupported_header'
  // RFC 9068 tokens say at+jwt, Cognito's say nothing; anything else was made for another purpose.
  if (typ !== undefined && typ !== 'JWT' && typ !== 'at+jwt') return 'unsupported_header'
  return { alg, kid }
}

function parseJson(part: string): JsonObject | undefined {
  if (!isCanonical(part, workspace.write(part, 'base64url'))) return undefined
  const bytes = Math.floor(part.length * 0.75)
  const text = workspace.toString('utf8', 0, bytes)
  // What is no UTF-8 is decoded to U+FFFD; only few texts hold that by themselves.
  if (text.includes('\ufffd') && !isUtf8(workspace.subarray(0, bytes))) return undefined
  const value = parse(text)
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as JsonObject) : undefined
}

function parse(text: string): unknown {
  // A member called __proto__ could change the prototype of what it is copied to. Leaving such
  // members out takes a reviver, which is dear, so only text that may hold one is put through it.
  const mayPollute = text.includes('__proto__') || text.includes('\\u')
  try {
    return mayPollute ? safeJsonParse(text) : JSON.parse(text)
  } catch {
    return undefined
  }
}
