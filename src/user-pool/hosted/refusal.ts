import type { FastifyReply } from 'fastify'
import { CognitoError } from '../accounts/cognito-error.ts'
import type { Notice } from '../pages/parts.ts'

/** Does the work; a refusal in Cognito's words becomes a notice, and the page is shown again. */
export async function orAgain(
  work: () => Promise<FastifyReply>,
  again: (notice: Notice) => FastifyReply,
): Promise<FastifyReply> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error
    return again({ kind: 'error', text: error.message, about: abouts[error.name] })
  }
}

/** Where it is not what stands in the first field that was refused. */
const abouts: { readonly [Name in CognitoError['name']]?: Notice['about'] } = {
  InvalidPasswordException: 'password',
  LimitExceededException: 'no field',
}
