import type { FastifyReply } from 'fastify'
import type { Account } from '../accounts/account.ts'
import { masked } from '../accounts/destination.ts'
import { AuthorizationError } from '../oauth/authorization-error.ts'
import { redirect, samePlace } from './address.ts'
import { beginAttempt, findAttempt, takeMessage } from './attempts.ts'
import { finishSignIn } from './finish.ts'
import { readPageForm } from './form.ts'
import { grantAuthorization } from './grant-authorization.ts'
import { type Again, type PageRequest, sendSignInPage } from './pages.ts'
import { orAgain } from './refusal.ts'

/** `GET /oauth2/authorize`: straight back to the app while the browser's session lasts. */
export async function authorize(page: PageRequest): Promise<FastifyReply> {
  return (await answerFromSession(page)) ?? askToSignIn(page)
}

function askToSignIn({ pool, request, reply, authorization }: PageRequest): FastifyReply {
  if (authorization.prompt === 'none') throw new AuthorizationError('login_required')
  return redirect(reply, `${pool.addresses().origin}${samePlace(request, '/login')}`)
}

/** `GET /login`: the same, entered directly. */
export async function showSignIn(page: PageRequest): Promise<FastifyReply> {
  const again = goingOn(page)
  const answer = again.notice === undefined ? await answerFromSession(page) : undefined
  return answer ?? sendSignInPage(page, again)
}

/** Where another page has led here: what it has to say, and for whom. */
function goingOn(page: PageRequest): Again {
  const attempt = findAttempt(page, 'sign-in')
  return attempt ? { notice: takeMessage(page, attempt.id), username: attempt.signInName } : {}
}

/** `POST /login`. */
export async function signIn(page: PageRequest): Promise<FastifyReply> {
  const { pool, request, browser, authorization } = page
  const field = readPageForm(request, browser)
  const username = field('username')
  return orAgain(
    async () => {
      const hideUsers = authorization.client.preventUserExistenceErrors
      const account = await pool.accounts.verifyPassword(username, field('password'), hideUsers)
      return nextStep(page, account, username)
    },
    notice => sendSignInPage(page, { notice, username }),
  )
}

async function answerFromSession(page: PageRequest): Promise<FastifyReply | undefined> {
  const { pool, browser, request, reply, authorization } = page
  const session = browser.session(request)
  if (session === undefined || authorization.prompt === 'login') return undefined
  return redirect(reply, await grantAuthorization(pool, authorization, session))
}

async function nextStep(
  page: PageRequest,
  account: Account,
  signInName: string,
): Promise<FastifyReply> {
  const { pool, request, reply } = page
  const { sub, status } = account
  if (status === 'CONFIRMED') return finishSignIn(page, account)
  const destination = masked(account.attributes.email as string)
  if (status === 'UNCONFIRMED') {
    const attempt = beginAttempt(page, { step: 'confirm', signInName, sub, destination })
    return redirect(reply, samePlace(request, '/confirm', attempt))
  }
  if (status === 'FORCE_CHANGE_PASSWORD') {
    const attempt = beginAttempt(page, { step: 'new-password', signInName, sub, destination })
    return redirect(reply, samePlace(request, '/changePassword', attempt))
  }
  await pool.accounts.sendResetCode(account)
  const attempt = beginAttempt(page, { step: 'reset-password', signInName, sub, destination })
  return redirect(reply, samePlace(request, '/confirmforgotPassword', attempt))
}
