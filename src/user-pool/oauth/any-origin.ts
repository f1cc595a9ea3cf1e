import type { FastifyInstance, HTTPMethods } from 'fastify'

/**
 * Lets pages of any origin call one address, as Cognito does, preflight included. Route by route,
 * because an address that takes administrators' calls must never answer a preflight this way.
 */
export function allowAnyOrigin(app: FastifyInstance, url: string, method: HTTPMethods): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*')
  })
  app.options(url, (_request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': method,
        // The last one is what Amplify sends.
        'access-control-allow-headers': 'authorization, content-type, x-amz-user-agent',
        'access-control-max-age': '3600',
      })
      .send(),
  )
}
