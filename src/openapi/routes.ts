import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'

/** The contract itself, made from the routes once all of them are there. */
export const openapiRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  const schema = (format: string) => ({
    operationId: `getOpenapi${format}`,
    summary: `The contract of this API as ${format}`,
    description: 'OpenAPI 3.1, made from the routes.',
    tags: ['service'],
  })

  app.get(
    '/openapi.json',
    { config: { public: true }, schema: schema('Json') },
    (_request, reply) => reply.type('application/json').send(JSON.stringify(app.swagger())),
  )

  app.get(
    '/openapi.yaml',
    { config: { public: true }, schema: schema('Yaml') },
    (_request, reply) => reply.type('application/yaml').send(app.swagger({ yaml: true })),
  )

  done()
}
