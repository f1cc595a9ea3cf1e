import { createRequire } from 'node:module'
import fastifyAwsJwtVerify from 'fastify-aws-jwt-verify'
import { createApp, serve } from './fastify-app.mjs'

/**
 * fastify-aws-jwt-verify as its README shows. It asks AWS for the key set at every request and
 * can be pointed nowhere else, so the fetcher of its aws-jwt-verify hands it the key set at
 * once: what is measured leaves out the network it would need.
 */
export async function start(context) {
  const { SimpleFetcher } = createRequire(import.meta.url)('aws-jwt-verify/https')
  const body = new TextEncoder().encode(JSON.stringify(context.keySet)).buffer
  SimpleFetcher.prototype.fetch = async () => body

  const app = createApp()
  await app.register(fastifyAwsJwtVerify.default, {
    tokenProvider: 'Bearer',
    userPoolId: context.poolId,
    tokenUse: 'access',
    clientId: context.clientId,
    scope: `${context.resourceServer}/${context.requiredScope}`,
  })
  return serve(app, { onRequest: app.auth.require() })
}
