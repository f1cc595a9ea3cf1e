import type { FastifyInstance } from 'fastify'

/**
 * Makes the routes of a scope pass over whatever is sent as a body: they take none, and HTTP
 * clients like to say `Content-Type: application/json` and send nothing. It is read to its end all
 * the same: a request that turns out to be none must not have been carried out.
 */
export function ignoreBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, payload, done) => {
    payload.on('end', () => done(null)).resume()
  })
}
