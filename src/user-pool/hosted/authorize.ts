import type { FastifyReply, FastifyRequest } from 'fastify'
import { AuthorizationError, PageError } from '../oauth/authorization-error.ts'
import {
  type AuthorizationRequest,
  readAuthorizationRequest,
  readRequester,
} from '../oauth/authorization-request.ts'
import { readParameters } from '../oauth/parameters.ts'
import { withQuery } from '../oauth/redirect.ts'
import type { PoolParts } from '../pool-parts.ts'
import { PreTokenGenerationError } from '../tokens/pre-token-generation.ts'
import { redirect } from './address.ts'

type Work = (authorization: AuthorizationRequest) => Promise<FastifyReply>

/**
 * Reads the authorization request that is in the query of every hosted page, and does the work for
 * it. Whatever goes wrong once client and callback are known is told to the client there, in the
 * order of Cognito's parameters.
 *
 * @throws PageError as long as they are not
 */
export async function authorizing(
  pool: PoolParts,
  request: FastifyRequest,
  reply: FastifyReply,
  work: Work,
): Promise<FastifyReply> {
  const requester = readRequester(request.query, pool.directory)
  const { redirectUri, state } = requester
  try {
    return await work(readAuthorizationRequest(request.query, requester))
  } catch (error) {
    if (error instanceof PageError) throw error
    const { code, description } = toAuthorizationError(error)
    explain(pool, request, requester.client.id, error as Error)
    const answer = { error_description: description, state, error: code }
    return redirect(reply, withQuery(redirectUri, answer))
  }
}

function toAuthorizationError(error: unknown): AuthorizationError {
  if (error instanceof AuthorizationError) return error
  if (error instanceof PreTokenGenerationError) {
    return new AuthorizationError('invalid_request', error.message)
  }
  return new AuthorizationError('server_error')
}

/** Says in the log what Cognito would keep to itself. */
function explain(
  { log, addresses }: PoolParts,
  request: FastifyRequest,
  clientId: string,
  error: Error,
): void {
  if (error.message === 'login_required') return
  const scope = readParameters(request.query).parameters.get('scope')
  const page =
    error.message === 'invalid_scope'
      ? `: see ${withQuery(`${addresses().origin}/error`, { error: 'invalid_scope', client_id: clientId, scope })}`
      : ''
  log(`App client ${clientId} was refused with ${error.message}${page}`)
}
