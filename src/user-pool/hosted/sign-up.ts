import type { FastifyReply } from 'fastify'
import type { Account } from '../accounts/account.ts'
import { mustBeEmail } from '../accounts/attributes.ts'
import { mustBeEnabled } from '../accounts/authentication.ts'
import { CognitoError } from '../accounts/cognito-error.ts'
import { masked } from '../accounts/destination.ts'
import { confirmPage } from '../pages/confirm.ts'
import type { Notice } from '../pages/parts.ts'
import type { PoolParts } from '../pool-parts.ts'
import { redirect, samePlace } from './address.ts'
import {
  beginAttempt,
  currentAttempt,
  currentUserAttempt,
  sayNext,
  takeMessage,
} from './attempts.ts'
import { finishSignIn } from './finish.ts'
import { readPageForm } from './form.ts'
import { type PageRequest, sendFormPage, sendSignUpPage } from './pages.ts'
import { orAgain } from './refusal.ts'

/** `GET /signup`. */
export async function showSignUp(page: PageRequest): Promise<FastifyReply> {
  return sendSignUpPage(page)
}

/** `POST /signup`. */
export async function signUp(page: PageRequest): Promise<FastifyReply> {
  const { pool, browser, request, reply } = page
  const field = readPageForm(request, browser)
  const [username, email, password] = [field('username'), field('email'), field('password')]
  const signInName = pool.configuration.signInWith === 'email' ? email : username
  return orAgain(
    async () => {
      const { sub } = await pool.accounts
        .signUp({ username, password, attributes: { email } })
        .catch(error => signedUpBefore(pool, error, { signInName, email, password }))
      const destination = masked(email)
      const attempt = beginAttempt(page, { step: 'confirm', signInName, sub, destination })
      return redirect(reply, samePlace(request, '/confirm', attempt))
    },
    notice => sendSignUpPage(page, { notice, username, email }),
  )
}

/**
 * A form that was sent twice made the account the first time, and shows its password.
 *
 * @throws what stood in the way of the account, where it is not this
 */
async function signedUpBefore(
  { book, accounts }: PoolParts,
  error: unknown,
  { signInName, email, password }: Readonly<Record<'signInName' | 'email' | 'password', string>>,
): Promise<Account> {
  const exists = error instanceof CognitoError && error.name === 'UsernameExistsException'
  const { status, attributes } = (exists && book.find(signInName)) || {}
  if (status !== 'UNCONFIRMED' || attributes?.email !== mustBeEmail(email)) throw error
  return accounts.verifyPassword(signInName, password, true).catch(() => {
    throw error
  })
}

/** `GET /confirm`. */
export async function showConfirm(page: PageRequest): Promise<FastifyReply> {
  const { id } = currentAttempt(page, 'confirm')
  return sendConfirmPage(page, takeMessage(page, id))
}

/** `POST /confirm`: whoever enters the code has shown the password before, and is signed in. */
export async function confirm(page: PageRequest): Promise<FastifyReply> {
  const { pool, browser, request } = page
  const field = readPageForm(request, browser)
  const { id, account } = currentUserAttempt(page, 'confirm')
  return orAgain(
    async () => {
      await pool.accounts.confirmSignUp(mustBeEnabled(account), field('code'))
      pool.sessions.attempts.take(id)
      return finishSignIn(page, account)
    },
    notice => sendConfirmPage(page, notice),
  )
}

/** `POST /resendcode`. */
export async function resendCode(page: PageRequest): Promise<FastifyReply> {
  const { pool, browser, request, reply } = page
  readPageForm(request, browser)
  const { id, account } = currentUserAttempt(page, 'confirm')
  return orAgain(
    async () => {
      await pool.accounts.sendConfirmationCode(account)
      sayNext(page, id, 'Another code has been mailed. The one before is no longer good.')
      return redirect(reply, samePlace(request, '/confirm', id))
    },
    notice => sendConfirmPage(page, notice),
  )
}

function sendConfirmPage(page: PageRequest, notice?: Notice): FastifyReply {
  const { browser, request, reply } = page
  const { id, destination } = currentAttempt(page, 'confirm')
  const view = {
    action: samePlace(request, '/confirm', id),
    resendAction: samePlace(request, '/resendcode', id),
    csrfToken: browser.csrfToken(request, reply),
    destination,
    notice,
  }
  return sendFormPage(page, confirmPage(view), { notice })
}
