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
import { type Again, type PageRequest, sendFormPage } from './pages.ts'
import { orAgain } from './refusal.ts'

/** No user has a longer name, and names of nobody are kept in memory. */
const longestName = 128

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
      const attempt = beginAttempt(page, {
        step: 'reset-password',
        signInName: username.slice(0, longestName),
        ...reset,
      })
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
  const { pool, browser, request, reply } = page
  const field = readPageForm(request, browser)
  const { id, account, signInName, destination } = currentAttempt(page, 'reset-password')
  const [code, password] = [field('code'), field('password')]
  return orAgain(
    async () => {
      checkPassword(password, pool.configuration.passwordPolicy)
      if (!account?.enabled) throw mismatch()
      await pool.accounts.resetPassword(account, code, password)
      pool.sessions.attempts.take(id)
      const message = 'Your password has been changed. Sign in with the new one.'
      const next = beginAttempt(page, { step: 'sign-in', signInName, destination, message })
      return redirect(reply, samePlace(request, '/login', next))
    },
    notice => sendResetPasswordPage(page, notice, notice.about === 'password' ? code : undefined),
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

function sendResetPasswordPage(page: PageRequest, notice?: Notice, code?: string): FastifyReply {
  const { pool, browser, request, reply } = page
  const { id, destination, signInName } = currentAttempt(page, 'reset-password')
  const view = {
    action: samePlace(request, '/confirmforgotPassword', id),
    csrfToken: browser.csrfToken(request, reply),
    destination,
    username: signInName,
    code,
    passwordRules: passwordRules(pool.configuration.passwordPolicy),
    notice,
  }
  return sendFormPage(page, resetPasswordPage(view), { notice })
}
