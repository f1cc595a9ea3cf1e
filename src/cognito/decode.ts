import { isUtf8 } from 'node:buffer'
import { type JsonObject, safeJsonParse } from 'aws-jwt-verify/safe-json-parse'
import { InvalidTokenError, type TokenFault } from './errors.ts'

/** A token taken apart and not yet verified: nothing in it may be believed. */
export interface DecodedToken {
  header: { alg: 'RS256'; kid: string }
  headerB64: string
  payload: JsonObject
  payloadB64: string
  signatureB64: string
}

/** Longest token accepted, in characters; Node's own limit for all headers is 16 KiB. */
export const longestToken = 8 * 1024

/** What a key id may look like; Cognito's are base64 and may hold `+`, `/` and `=`. */
export const keyIdShape = /^[A-Za-z0-9+/=_-]{1,128}$/

/**
 * Takes a token apart and checks, before any key is looked for, all that can be told from its
 * form and its header (RFC 8725 sections 3.1 and 3.11, RFC 7515 section 4.1.11).
 *
 * @throws {InvalidTokenError}
 */
export function decodeToken(token: string): DecodedToken {
  const parts = token.split('.', 4)
  if (parts.length !== 3) refuse('malformed_token')
  const [headerB64, payloadB64, signatureB64] = parts as [string, string, string]
  const header = checkHeader(parseJson(decodeCanonical(headerB64)))
  const payload = parseJson(decodeCanonical(payloadB64))
  decodeCanonical(signatureB64)
  return { header, headerB64, payload, payloadB64, signatureB64 }
}

function checkHeader(header: JsonObject): DecodedToken['header'] {
  const { alg, kid, typ } = header
  if (alg !== 'RS256') refuse('wrong_algorithm')
  if (typeof kid !== 'string' || !keyIdShape.test(kid)) refuse('malformed_token')
  // Extensions that must be understood are not, and a nested token (cty) is not an access token.
  if ('crit' in header || 'cty' in header) refuse('unsupported_header')
  // RFC 9068 tokens say at+jwt, Cognito's say nothing; anything else was made for another purpose.
  if (typ !== undefined && typ !== 'JWT' && typ !== 'at+jwt') refuse('unsupported_header')
  return { alg, kid }
}

/** Refuses every spelling but one, so that a token has a single form (RFC 7515 section 2). */
function decodeCanonical(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (bytes.length === 0 || bytes.toString('base64url') !== part) refuse('malformed_token')
  return bytes
}

function parseJson(bytes: Buffer): JsonObject {
  if (!isUtf8(bytes)) refuse('malformed_token')
  let value: unknown
  try {
    const text = bytes.toString()
    // A member called __proto__ could change the prototype of what it is copied to. Leaving such
    // members out takes a reviver, which is dear, so only text that may hold one is put through it.
    const mayPollute = text.includes('__proto__') || text.includes('\\u')
    value = mayPollute ? safeJsonParse(text) : JSON.parse(text)
  } catch {
    refuse('malformed_token')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('malformed_token')
  return value as JsonObject
}

function refuse(fault: TokenFault): never {
  throw new InvalidTokenError(fault)
}
