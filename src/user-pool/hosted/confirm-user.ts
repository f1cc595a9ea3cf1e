import type { FastifyReply } from 'fastify'
import { combinationNotFound } from '../accounts/authentication.ts'
import { mismatch } from '../accounts/mailed-code.ts'
import { readClient } from '../oauth/authorization-request.ts'
import { readParameters } from '../oauth/parameters.ts'
import { confirmedPage } from '../pages/confirmed.ts'
import type { BrowserRequest } from './pages.ts'
import { orAgain } from './refusal.ts'
import { sendPage } from './send-page.ts'

/**
 * `GET /confirmUser?client_id=&user_name=&confirmation_code=`: the link that Cognito mails where a
 * pool confirms by link. The code is what shows that the mail was read; it does not sign anybody in.
 *
 * @throws PageError without a client of the pool
 */
export async function confirmUser({ pool, request, reply }: BrowserRequest): Promise<FastifyReply> {
  const { directory, book, accounts } = pool
  const { parameters } = readParameters(request.query)
  const { preventUserExistenceErrors } = readClient(parameters, directory)
  return orAgain(
    async () => {
      const account = book.find(parameters.get('user_name') ?? '')
      if (account === undefined)
        throw preventUserExistenceErrors ? mismatch() : combinationNotFound()
      await accounts.confirmSignUp(account, parameters.get('confirmation_code') ?? '')
      return sendPage(reply, confirmedPage())
    },
    notice => sendPage(reply, confirmedPage(notice), { status: 400 }),
  )
}
