import { createPublicKey, verify } from 'node:crypto'
import { bearerHook } from './claims.mjs'
import { createApp, serve } from './fastify-app.mjs'

/** The least a guard can do: one signature check with a ready key, and `exp`. */
export function start({ publicKeyPem }) {
  const key = createPublicKey(publicKeyPem)

  function check(token) {
    const parts = token.split('.')
    if (!hasSigned(key, parts)) throw new Error('signature')
    const claims = JSON.parse(Buffer.from(parts[1], 'base64url').toString())
    if (!(claims.exp > Date.now() / 1000)) throw new Error('expired')
    return claims
  }

  return serve(createApp(), { onRequest: bearerHook(check) })
}

export function hasSigned(key, [header, payload, signature]) {
  const signed = Buffer.from(`${header}.${payload}`)
  return verify('sha256', signed, key, Buffer.from(signature, 'base64url'))
}
