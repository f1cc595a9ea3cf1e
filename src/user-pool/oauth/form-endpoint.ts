import formbody from '@fastify/formbody'
import type { FastifyError, FastifyInstance } from 'fastify'
import { PreTokenGenerationError } from '../tokens/pre-token-generation.ts'
import { allowAnyOrigin } from './any-origin.ts'
import { OAuthError } from './oauth-error.ts'

/**
 * Makes a plugin's scope one for an endpoint that takes forms and answers JSON, as RFC 6749 section
 * 3.2 has it: any page may call it, nothing is stored, errors have Cognito's form.
 *
 * @param statusOf status of a refusal
 */
export async function formEndpoint(
  app: FastifyInstance,
  url: string,
  statusOf: (error: OAuthError) => number,
): Promise<void> {
  allowAnyOrigin(app, url, 'POST')
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const refusal = toOAuthError(error)
    const { code, description } = refusal
    return reply
      .code(statusOf(refusal))
      .send({ error: code, ...(description !== undefined && { error_description: description }) })
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
  })
  app.removeAllContentTypeParsers()
  await app.register(formbody)
}

/** What Fastify refuses before the handler (another content type, a body too large) is a bad request. */
function toOAuthError(error: FastifyError | OAuthError): OAuthError {
  if (error instanceof OAuthError) return error
  if (error instanceof PreTokenGenerationError) {
    return new OAuthError('invalid_request', error.message)
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return new OAuthError('invalid_request')
  }
  throw error
}
