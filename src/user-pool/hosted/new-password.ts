import type { FastifyReply } from 'fastify'
import { mustBeEnabled } from '../accounts/authentication.ts'
import { passwordRules } from '../configuration/password-policy.ts'
import { PageError } from '../oauth/authorization-error.ts'
import { newPasswordPage } from '../pages/new-password.ts'
import type { Notice } from '../pages/parts.ts'
import { samePlace } from './address.ts'
import { currentAttempt, currentUserAttempt } from './attempts.ts'
import { finishSignIn } from './finish.ts'
import { readPageForm } from './form.ts'
import { type PageRequest, sendFormPage } from './pages.ts'
import { orAgain } from './refusal.ts'

/** `GET /changePassword`: Cognito's challenge NEW_PASSWORD_REQUIRED. */
export async function showNewPassword(page: PageRequest): Promise<FastifyReply> {
  return sendNewPasswordPage(page)
}

/** `POST /changePassword`. */
export async function setNewPassword(page: PageRequest): Promise<FastifyReply> {
  const { pool, browser, request } = page
  const field = readPageForm(request, browser)
  const { id, account } = currentUserAttempt(page, 'new-password')
  // It may have been chosen since, elsewhere or by an administrator.
  if (account.status !== 'FORCE_CHANGE_PASSWORD') throw new PageError('form_expired')
  return orAgain(
    async () => {
      await pool.accounts.setPassword(mustBeEnabled(account), field('password'))
      pool.sessions.attempts.take(id)
      return finishSignIn(page, account)
    },
    notice => sendNewPasswordPage(page, notice),
  )
}

function sendNewPasswordPage(page: PageRequest, notice?: Notice): FastifyReply {
  const { pool, browser, request, reply } = page
  const { id, signInName } = currentAttempt(page, 'new-password')
  const view = {
    action: samePlace(request, '/changePassword', id),
    csrfToken: browser.csrfToken(request, reply),
    username: signInName,
    passwordRules: passwordRules(pool.configuration.passwordPolicy),
    notice,
  }
  return sendFormPage(page, newPasswordPage(view), { notice })
}
