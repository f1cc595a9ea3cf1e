import { bareVerify } from './crypto-verify.mjs'
import { createApp, handler, schema, serve } from './fastify-app.mjs'

/**
 * The middleware of this project, and what its answers cost without it: `GET /open` is the same
 * route without a guard, `GET /refusing` and `GET /forbidding` give the answer of a refusal to
 * everybody. Below `/verified` they do so behind a bare `crypto.verify`.
 */
export async function start(context) {
  const { default: cognito, ...errors } = await import(context.plugin)
  const app = createApp()
  const scope = `${context.resourceServer}/${context.requiredScope}`
  await app.register(cognito, {
    issuer: context.issuer,
    clientId: context.clientId,
    resourceServer: { identifier: context.resourceServer, scopes: context.scopes },
    tokenCacheSize: context.cacheSize,
  })
  const answers = {
    '/open': [],
    '/refusing': [refuseWith(() => new errors.InvalidTokenError('invalid_signature'))],
    '/forbidding': [refuseWith(() => new errors.InsufficientScopeError(scope))],
  }
  const verify = bareVerify(context.publicKeyPem)
  for (const [url, onRequest] of Object.entries(answers)) {
    const route = { config: { public: true }, schema }
    app.get(url, { ...route, onRequest }, handler)
    app.get(`/verified${url}`, { ...route, onRequest: [verify, ...onRequest] }, handler)
  }
  return serve(app, { config: { scopes: [context.requiredScope] } })
}

function refuseWith(createRefusal) {
  const challenge = `Bearer realm="orders", ${createRefusal().challenge}`
  return (_request, reply, done) => {
    const refusal = createRefusal()
    refusal.headers['www-authenticate'] = challenge
    reply.header('cache-control', 'no-store')
    done(refusal)
  }
}
