import type { FastifyReply, FastifyRequest } from 'fastify'
import { CognitoError } from '../accounts/cognito-error.ts'
import type { PoolParts } from '../pool-parts.ts'
import { stsActions } from './sts.ts'
import type { StsAction } from './sts-action.ts'
import { StsError, type StsErrorCode } from './sts-error.ts'
import { type Content, toXml } from './xml.ts'

const namespace = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'

/** The Query API of STS: a form that names its `Action`, and XML. */
export async function answerQuery(
  pool: PoolParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const requestId = String(reply.getHeader('x-amzn-requestid'))
  const form = new URLSearchParams(String(request.body))
  const name = form.get('Action') ?? ''
  try {
    const result = await actionOf(name)({ pool, form, headers: request.headers })
    return sendXml(reply, {
      [`${name}Response ${namespace}`]: {
        [`${name}Result`]: result,
        ResponseMetadata: { RequestId: requestId },
      },
    })
  } catch (error) {
    const { status, code, message } = toStsError(error as Error, pool.log)
    const type = status < 500 ? 'Sender' : 'Receiver'
    return sendXml(reply.code(status), {
      [`ErrorResponse ${namespace}`]: {
        Error: { Type: type, Code: code, Message: message },
        RequestId: requestId,
      },
    })
  }
}

function actionOf(name: string): StsAction {
  const action = stsActions.get(name)
  if (action !== undefined) return action
  if (name === '') throw new StsError('MissingAction', 'The request names no Action.')
  throw new StsError(
    'InvalidAction',
    `${name} is not an action of the local STS: it has ${[...stsActions.keys()].join(' and ')}.`,
  )
}

/** What the JSON APIs call otherwise. */
const codes: Readonly<Partial<Record<CognitoError['name'], StsErrorCode>>> = {
  IncompleteSignatureException: 'IncompleteSignature',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  ValidationException: 'ValidationError',
}

function toStsError(error: Error, log: (line: string) => void): StsError {
  if (error instanceof StsError) return error
  const code = error instanceof CognitoError ? codes[error.name] : undefined
  if (code !== undefined) return new StsError(code, error.message)
  log(`STS failed: ${error.message}`)
  return new StsError('InternalFailure', 'Internal failure')
}

function sendXml(reply: FastifyReply, document: { readonly [name: string]: Content }) {
  return reply.type('text/xml').send(Buffer.from(toXml(document)))
}
