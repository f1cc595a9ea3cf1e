import { createHmac, createPublicKey, randomUUID, sign } from 'node:crypto'

const LIFETIME_SECONDS = 12 * 60 * 60

/**
 * Makers of one token each, by kind. Every bad token differs from the good one in one thing.
 * `signer` is `{ privateKey, keyId, issuer, clientId }`.
 */
export const TOKEN_KINDS = {
  good: signer => issue(signer),
  'bad signature': signer => tamper(issue(signer)),
  expired: signer => issue(signer, { iat: now() - 7200, auth_time: now() - 7200, exp: now() - 60 }),
  'wrong issuer': signer => issue(signer, { iss: `${signer.issuer.slice(0, -1)}X` }),
  'wrong algorithm': signer => issueHs256(signer),
  oversized: signer => issue(signer, { 'custom:padding': 'x'.repeat(6700) }),
  malformed: signer => withoutSignature(issue(signer)),
  'unknown kid': signer => issue({ ...signer, keyId: randomUUID() + signer.keyId.slice(36) }),
  'missing scope': signer => issue(signer, { scope: 'orders/order.write' }),
  'wrong client': signer => issue(signer, { client_id: 'another-client-of-the-pool' }),
  'ID token': signer =>
    issue(signer, { token_use: 'id', aud: signer.clientId, client_id: undefined }),
}

/** A Cognito user access token of about a kilobyte, RS256 over 2048 bits. */
function issue(signer, changes = {}) {
  const input = `${encode({ kid: signer.keyId, alg: 'RS256' })}.${encode(claims(signer, changes))}`
  return `${input}.${sign('sha256', Buffer.from(input), signer.privateKey).toString('base64url')}`
}

function claims({ issuer, clientId }, changes) {
  const sub = randomUUID()
  return {
    sub,
    iss: issuer,
    version: 2,
    client_id: clientId,
    event_id: randomUUID(),
    token_use: 'access',
    scope: 'orders/order.write orders/order.read',
    auth_time: now(),
    exp: now() + LIFETIME_SECONDS,
    iat: now(),
    jti: randomUUID(),
    username: sub,
    ...changes,
  }
}

// The classic confusion: the public key taken as an HMAC secret.
function issueHs256(signer) {
  const secret = createPublicKey(signer.privateKey).export({ type: 'spki', format: 'pem' })
  const input = `${encode({ kid: signer.keyId, alg: 'HS256' })}.${encode(claims(signer, {}))}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

// A character in the middle carries six bits of the signature: the encoding stays canonical.
function tamper(token) {
  const at = token.length - 100
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
}

function withoutSignature(token) {
  return token.slice(0, token.lastIndexOf('.'))
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function now() {
  return Math.floor(Date.now() / 1000)
}
