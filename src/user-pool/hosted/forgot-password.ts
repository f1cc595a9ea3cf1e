import type { FastifyReply } from 'fastify'
import { checkPassword } from '../accounts/authentication.ts'
import { mismatch } from '../accounts/mailed-code.ts'
import { passwordRules } from '../configuration/password-policy.ts'
import { forgotPasswordPage } from '../pages/forgot-password.ts'
import type { Notice } from '../pages/parts.ts'
import { resetPasswordPage } from '../pages/reset-password.ts'
import { redirect, samePlace } from './address.ts'
import { beginAttempt, currentAttempt } from './attempts.ts'
import { readPageForm } from './form.ts'
import { type Again, type PageRequest, sendFormPage, sendSignInPage } from './pages.ts'
import { orAgain } from './refusal.ts'

/** `GET /forgotPassword`. */
export async function showForgotPassword(page: PageRequest): Promise<FastifyReply> {
  return sendForgotPasswordPage(page)
}

/** `POST /forgotPassword`. */
export async function forgotPassword(page: PageRequest): Promise<FastifyReply> {
  const { pool, browser, request, reply, authorization } = page
  const field = readPageForm(request, browser)
  const username = field('username').trim()
  return orAgain(
    async () => {
      const hideUsers = authorization.client.preventUserExistenceErrors
      const reset = await pool.accounts.requestReset(username, hideUsers)
      const attempt = beginAttempt(page, { step: 'reset-password', ...reset })
      return redirect(reply, samePlace(request, '/confirmforgotPassword', attempt))
    },
    notice => sendForgotPasswordPage(page, { notice, username }),
  )
}

/** `GET /confirmforgotPassword`. */
export async function showResetPassword(page: PageRequest): Promise<FastifyReply> {
  return sendResetPasswordPage(page)
}

/** `POST /confirmforgotPassword`: then sign in with the new password. */
export async function resetPassword(page: PageRequest): Promise<FastifyReply> {
  const { pool, browser, request } = page
  const field = readPageForm(request, browser)
  const { id, account } = currentAttempt(page, 'reset-password')
  const password = field('password')
  return orAgain(
    async () => {
      checkPassword(password, pool.configuration.passwordPolicy)
      if (!account?.enabled) throw mismatch()
      await pool.accounts.resetPassword(account, field('code'), password)
      pool.sessions.attempts.take(id)
      const text = 'Your password has been changed. Sign in with the new one.'
      return sendSignInPage(page, { notice: { kind: 'success', text } })
    },
    notice => sendResetPasswordPage(page, notice),
  )
}

function sendForgotPasswordPage(page: PageRequest, again: Again = {}): FastifyReply {
  const { pool, browser, request, reply, authorization } = page
  const view = {
    action: samePlace(request, '/forgotPassword'),
    csrfToken: browser.csrfToken(request, reply),
    signInWith: pool.configuration.signInWith,
    username: again.username ?? authorization.loginHint ?? '',
    notice: again.notice,
    signInHref: samePlace(request, '/login'),
  }
  return sendFormPage(page, forgotPasswordPage(view), again)
}

function sendResetPasswordPage(page: PageRequest, notice?: Notice): FastifyReply {
  const { pool, browser, request, reply } = page
  const { id, destination } = currentAttempt(page, 'reset-password')
  const view = {
    action: samePlace(request, '/confirmforgotPassword', id),
    csrfToken: browser.csrfToken(request, reply),
    destination,
    passwordRules: passwordRules(pool.configuration.passwordPolicy),
    notice,
  }
  return sendFormPage(page, resetPasswordPage(view), { notice })
}
