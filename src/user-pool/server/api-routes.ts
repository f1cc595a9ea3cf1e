import { randomUUID } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CognitoError } from '../accounts/cognito-error.ts'
import type { PoolParts } from '../pool-parts.ts'
import { accessKeyOf } from '../protocol/signature.ts'
import { allowPages, jsonType, sendException, sendOutput, toException } from '../protocol/wire.ts'

const formType = 'application/x-www-form-urlencoded'

/**
 * `POST /`: Cognito's JSON APIs of user pools and identity pools, which name the operation in
 * `X-Amz-Target`, and the Query API of STS, which names it in the form's `Action`.
 */
export function apiRoutes(pool: PoolParts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers()
    for (const type of [jsonType, 'application/x-amz-json-1.0', 'application/json', formType]) {
      app.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) =>
        done(null, body),
      )
    }
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'x-amzn-requestid': randomUUID(), 'cache-control': 'no-store' })
    })
    allowPages(app)
    app.setErrorHandler<FastifyError>((error, request, reply) =>
      sendException(reply, toException(error, pool.log, request)),
    )

    app.post('/', async (request, reply) => {
      if (!request.headers['content-type']?.startsWith(formType)) {
        return answerTarget(pool, request, reply)
      }
      const { answerQuery } = await import('../identity/query.ts')
      return answerQuery(pool, request, reply)
    })
  }
}

async function answerTarget(
  pool: PoolParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // The shapes are a good part of what the pool loads, and many never hear of this API.
  const { services } = await import('./api-services.ts')
  const { checkInput } = await import('../protocol/input.ts')
  const target = String(request.headers['x-amz-target'] ?? '')
  const dot = target.indexOf('.')
  const service = services.get(target.slice(0, Math.max(dot, 0)))
  const operation = service?.operations.get(target.slice(dot + 1))
  if (service === undefined || operation === undefined) throw unknownOperation(target)
  if (operation.isSigned) accessKeyOf(request.headers)
  const input = parse(request.body)
  checkInput(operation.input, input, service.constraintError)
  return sendOutput(reply, await operation.run(pool, input as never))
}

function unknownOperation(target: string): CognitoError {
  const what =
    target === ''
      ? 'The request names no operation: X-Amz-Target is missing'
      : `${target} is not an operation of the local user pool: see docs/local-user-pool.md`
  return new CognitoError('UnknownOperationException', what)
}

function parse(body: unknown): unknown {
  try {
    return JSON.parse(String(body), withoutNull)
  } catch {
    throw new CognitoError('SerializationException', 'The body is not JSON.')
  }
}

/** Members that are null count as left out, as AWS has it; in a list null is of the wrong type. */
function withoutNull(this: unknown, _name: string, value: unknown): unknown {
  return value === null && !Array.isArray(this) ? undefined : value
}
