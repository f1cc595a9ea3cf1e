import { createPublicKey } from 'node:crypto'
import { bearerHook } from './claims.mjs'
import { hasSigned } from './crypto-verify.mjs'
import { createApp, handler, schema, serve } from './fastify-app.mjs'

/**
 * The middleware of this project; `GET /open` is the same route without a guard, `GET /refusing`
 * and `GET /forbidding` give the answer of a refusal to everybody, without a look at the token. All
 * three are there a second time, below `/signature`, behind a bare `crypto.verify`, whatever that says.
 */
export async function start(context) {
  const { default: cognito, ...errors } = await import(context.plugin)
  const app = createApp()
  const scope = `${context.resourceServer}/${context.requiredScope}`
  const refusing = answerWith(() => new errors.InvalidTokenError('invalid_signature'))
  const forbidding = answerWith(() => new errors.InsufficientScopeError(scope))
  await app.register(cognito, {
    issuer: context.issuer,
    clientId: context.clientId,
    resourceServer: { identifier: context.resourceServer, scopes: context.scopes },
    tokenCacheSize: context.cacheSize,
  })
  const key = createPublicKey(context.publicKeyPem)
  const signature = bearerHook(token => hasSigned(key, token.split('.')))
  for (const [path, ...hooks] of [
    ['/open'],
    ['/refusing', refusing],
    ['/forbidding', forbidding],
  ]) {
    const route = { config: { public: true }, schema }
    app.get(path, { ...route, onRequest: hooks }, handler)
    app.get(`/signature${path}`, { ...route, onRequest: [signature, ...hooks] }, handler)
  }
  return serve(app, { config: { scopes: [context.requiredScope] } })
}

function answerWith(createRefusal) {
  const challenge = `Bearer realm="orders", ${createRefusal().challenge}`
  return (_request, reply, done) => {
    const refusal = createRefusal()
    refusal.headers['www-authenticate'] = challenge
    reply.header('cache-control', 'no-store')
    done(refusal)
  }
}
