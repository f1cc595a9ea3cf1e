import type { FastifyInstance } from 'fastify'

/**
 * Makes the routes of a scope pass over whatever is sent as a body: they take none, and HTTP
 * clients like to say `Content-Type: application/json` and send nothing.
 */
export function ignoreBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
}
