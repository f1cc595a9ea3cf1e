import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CognitoError } from '../accounts/cognito-error.ts'
import { PreTokenGenerationError } from '../tokens/pre-token-generation.ts'

export const jsonType = 'application/x-amz-json-1.1'

const exposed = 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date'

/**
 * Headers that a page may send. `Authorization` must never be one of them: with it, any page could
 * have the pool of this machine do an administrator's work.
 */
const allowed = [
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'cache-control',
  'content-type',
  'x-amz-target',
  'x-amz-user-agent',
].join(', ')

/** Lets pages of any origin call the operations that need no signature, as Cognito does. */
export function allowPages(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': exposed,
    })
  })
  app.options('/', (_request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': allowed,
        'access-control-max-age': '3600',
      })
      .send(),
  )
}

/** AWS JSON 1.1: the answer of an operation that has none is an empty object. */
export function sendOutput(reply: FastifyReply, output: object): FastifyReply {
  return reply.type(jsonType).send(jsonBytes(output))
}

/** AWS JSON 1.1: the exception by name, in the body and in the headers. */
export function sendException(reply: FastifyReply, error: CognitoError): FastifyReply {
  const { name, message } = error
  return reply
    .code(name === 'InternalErrorException' ? 500 : 400)
    .headers({
      'x-amzn-errortype': `${name}:`,
      // Names of users and texts of hooks may hold what a header cannot, and be longer than callers
      // read.
      'x-amzn-errormessage': message.slice(0, 1024).replace(/[^ -~]/g, '?'),
    })
    .type(jsonType)
    .send(jsonBytes({ __type: name, message }))
}

/** Bytes, because Fastify gives a text a `charset`, which this content type does not have. */
function jsonBytes(value: object): Buffer {
  return Buffer.from(JSON.stringify(value))
}

/** What Fastify refuses by itself, what a hook throws, and what must not be told. */
export function toException(
  error: Error & { readonly statusCode?: number },
  log: (line: string) => void,
  { headers }: Pick<FastifyRequest, 'headers'>,
): CognitoError {
  if (error instanceof CognitoError) return error
  if (error instanceof PreTokenGenerationError) {
    return new CognitoError('UserLambdaValidationException', error.message)
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return new CognitoError('SerializationException', error.message)
  }
  log(`${headers['x-amz-target']} failed: ${error.message}`)
  return new CognitoError('InternalErrorException', 'Internal server error')
}
