import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'

/** The contract itself, made from the routes once all of them are there. */
export const openapiRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  const schema = (format: string, mediaType: string, content: object) => ({
    operationId: `getOpenapi${format}`,
    summary: `The contract of this API as ${format.toUpperCase()}`,
    description: 'OpenAPI 3.1, made from the routes.',
    tags: ['service'],
    response: {
      200: { description: 'This document.', content: { [mediaType]: { schema: content } } },
    },
  })

  app.get(
    '/openapi.json',
    { config: { public: true }, schema: schema('Json', 'application/json', { type: 'object' }) },
    (_request, reply) => reply.type('application/json').send(JSON.stringify(app.swagger())),
  )

  app.get(
    '/openapi.yaml',
    { config: { public: true }, schema: schema('Yaml', 'application/yaml', { type: 'string' }) },
    (_request, reply) => reply.type('application/yaml').send(app.swagger({ yaml: true })),
  )

  done()
}
