import { createPublicKey, verify } from 'node:crypto'
import { bearerHook } from './claims.mjs'
import { createApp, serve } from './fastify-app.mjs'

/** The least a guard can do: one signature check with a ready key, and `exp`. */
export function start({ publicKeyPem }) {
  const key = createPublicKey(publicKeyPem)

  function check(token) {
    const [header, payload, signature] = token.split('.')
    const signed = Buffer.from(`${header}.${payload}`)
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) {
      throw new Error('signature')
    }
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    if (!(claims.exp > Date.now() / 1000)) throw new Error('expired')
    return claims
  }

  return serve(createApp(), { onRequest: bearerHook(check) })
}
