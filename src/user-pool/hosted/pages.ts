import type { FastifyReply, FastifyRequest } from 'fastify'
import type { UserStatus } from '../configuration/configuration.ts'
import { passwordRules } from '../configuration/password-policy.ts'
import type { AuthorizationRequest } from '../oauth/authorization-request.ts'
import type { Notice } from '../pages/parts.ts'
import { type ReadyUser, signInPage } from '../pages/sign-in.ts'
import { signUpPage } from '../pages/sign-up.ts'
import type { PoolParts } from '../pool-parts.ts'
import { samePlace } from './address.ts'
import type { Browser } from './browser.ts'
import { describeScopes } from './scope-words.ts'
import { sendPage } from './send-page.ts'

/** What every page is made from. */
export interface BrowserRequest {
  readonly pool: PoolParts
  readonly browser: Browser
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** What every page of a sign-in is made from. */
export interface PageRequest extends BrowserRequest {
  readonly authorization: AuthorizationRequest
}

/** What was typed before, and what became of it. */
export interface Again {
  readonly notice?: Notice | undefined
  readonly username?: string | undefined
  readonly email?: string | undefined
}

/** More of them would hide the rest of the page. */
const mostReadyUsers = 8

export function sendSignInPage(page: PageRequest, again: Again = {}): FastifyReply {
  const { pool, browser, request, reply, authorization } = page
  const { client, scopes, loginHint = '' } = authorization
  const { signInWith, selfSignUp } = pool.configuration
  const view = {
    action: samePlace(request, '/login'),
    csrfToken: browser.csrfToken(request, reply),
    application: client.name,
    scopes: describeScopes(scopes, pool.directory),
    signInWith,
    username: again.username ?? loginHint,
    notice: again.notice,
    readyUsers: readyUsers(pool),
    signUpHref: selfSignUp ? samePlace(request, '/signup') : undefined,
    forgotPasswordHref: samePlace(request, '/forgotPassword'),
  }
  return sendFormPage(page, signInPage(view), again)
}

export function sendSignUpPage(page: PageRequest, again: Again = {}): FastifyReply {
  const { pool, browser, request, reply, authorization } = page
  const { signInWith, passwordPolicy } = pool.configuration
  const view = {
    action: samePlace(request, '/signup'),
    csrfToken: browser.csrfToken(request, reply),
    application: authorization.client.name,
    signInWith,
    username: again.username ?? '',
    email: again.email ?? '',
    passwordRules: passwordRules(passwordPolicy),
    notice: again.notice,
    signInHref: samePlace(request, '/login'),
  }
  return sendFormPage(page, signUpPage(view), again)
}

/** A page whose form may end at the app: 400 when it comes again because of a mistake. */
export function sendFormPage(
  { reply, authorization }: PageRequest,
  html: string,
  { notice }: Again,
): FastifyReply {
  const { callbackUrls, signOutUrls } = authorization.client
  return sendPage(reply, html, {
    status: notice?.kind === 'error' ? 400 : 200,
    formTargets: [...callbackUrls, ...signOutUrls],
  })
}

const states: Readonly<Record<UserStatus, string | undefined>> = {
  CONFIRMED: undefined,
  UNCONFIRMED: 'not confirmed',
  FORCE_CHANGE_PASSWORD: 'temporary password',
  RESET_REQUIRED: 'reset required',
}

function readyUsers({ directory, configuration }: PoolParts): ReadyUser[] {
  const ready = directory.users.flatMap(
    ({ email, username, password, groups, status, enabled }) => {
      if (password === undefined || !enabled) return []
      const name = configuration.signInWith === 'email' ? email : username
      return [{ username: name, password, groups, state: states[status] }]
    },
  )
  return ready.slice(0, mostReadyUsers)
}
