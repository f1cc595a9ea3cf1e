import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { contractYaml } from './contract-yaml.ts'

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
  // Made at the first request: writing them takes as long as a thousand requests.
  let json = ''
  let yaml = ''

  app.get(
    '/openapi.json',
    {
      config: { public: true },
      schema: schema('Json', 'application/json', { type: 'object', additionalProperties: true }),
    },
    (_request, reply) => {
      json ||= JSON.stringify(app.swagger())
      return reply.type('application/json').send(json)
    },
  )

  app.get(
    '/openapi.yaml',
    { config: { public: true }, schema: schema('Yaml', 'application/yaml', { type: 'string' }) },
    (_request, reply) => {
      yaml ||= contractYaml(app)
      return reply.type('application/yaml').send(yaml)
    },
  )

  done()
}
