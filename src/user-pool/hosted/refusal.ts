import type { FastifyReply } from 'fastify'
import { invalidEmail } from '../accounts/attributes.ts'
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
    return again({ kind: 'error', text: error.message, about: fieldOf(error) })
  }
}

/** Nothing, where it is what stands in the first field that was refused. */
function fieldOf({ name, message }: CognitoError): Notice['about'] {
  if (name === 'InvalidPasswordException') return 'password'
  if (name === 'LimitExceededException') return 'none'
  return message === invalidEmail ? 'email' : undefined
}
