import type { FastifyReply } from 'fastify'
import { mustBeEnabled } from '../accounts/authentication.ts'
import { masked } from '../accounts/destination.ts'
import { confirmPage } from '../pages/confirm.ts'
import type { Notice } from '../pages/parts.ts'
import { redirect, samePlace } from './address.ts'
import { beginAttempt, currentAttempt, currentUserAttempt } from './attempts.ts'
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
  const [username, email] = [field('username'), field('email')]
  return orAgain(
    async () => {
      const password = field('password')
      const account = await pool.accounts.signUp({ username, password, attributes: { email } })
      const { sub } = account
      const attempt = beginAttempt(page, { step: 'confirm', sub, destination: masked(email) })
      return redirect(reply, samePlace(request, '/confirm', attempt))
    },
    notice => sendSignUpPage(page, { notice, username, email }),
  )
}

/** `GET /confirm`. */
export async function showConfirm(page: PageRequest): Promise<FastifyReply> {
  return sendConfirmPage(page)
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
