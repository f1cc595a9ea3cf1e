import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { authorizationPath } from '../addresses.ts'
import type { PoolParts } from '../install.ts'
import { PageError } from '../oauth/authorization-error.ts'
import { withQuery } from '../oauth/redirect.ts'
import { redirect } from './address.ts'
import { authorizing } from './authorize.ts'
import { createBrowser } from './browser.ts'
import { confirmUser } from './confirm-user.ts'
import { developerPages } from './developer-pages.ts'
import { showError } from './error-page.ts'
import {
  forgotPassword,
  resetPassword,
  showForgotPassword,
  showResetPassword,
} from './forgot-password.ts'
import { logout } from './logout.ts'
import { setNewPassword, showNewPassword } from './new-password.ts'
import { type PageRequest, sendSignUpPage } from './pages.ts'
import { authorize, showSignIn, signIn } from './sign-in.ts'
import { confirm, resendCode, showConfirm, signUp } from './sign-up.ts'

type Page = (page: PageRequest) => FastifyReply | Promise<FastifyReply>

/** Everything that a browser meets, at Cognito's paths. */
export function hostedRoutes(pool: PoolParts) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(cookie)
    app.removeAllContentTypeParsers()
    await app.register(formbody)
    const browser = createBrowser(pool)

    app.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof PageError)) throw error
      const { origin } = pool.addresses()
      pool.log(`The request was refused with ${error.code}`)
      return redirect(reply, withQuery(`${origin}/error`, { error: error.code, ...error.details }))
    })

    const at = (page: Page) => (request: FastifyRequest, reply: FastifyReply) =>
      authorizing(pool, request, reply, async authorization =>
        page({ pool, browser, request, reply, authorization }),
      )

    app.get(authorizationPath, at(authorize))
    app.get('/login', at(showSignIn))
    app.post('/login', at(signIn))
    app.get(
      '/signup',
      at(page => sendSignUpPage(page)),
    )
    app.post('/signup', at(signUp))
    app.get('/confirm', at(showConfirm))
    app.post('/confirm', at(confirm))
    app.post('/resendcode', at(resendCode))
    app.get('/confirmUser', (request, reply) => confirmUser(pool, request, reply))
    app.get('/changePassword', at(showNewPassword))
    app.post('/changePassword', at(setNewPassword))
    app.get('/forgotPassword', at(showForgotPassword))
    app.post('/forgotPassword', at(forgotPassword))
    app.get('/confirmforgotPassword', at(showResetPassword))
    app.post('/confirmforgotPassword', at(resetPassword))
    app.get('/logout', (request, reply) => logout(pool, browser, request, reply))
    app.get('/error', (request, reply) => showError(pool, request, reply))
    developerPages(app, pool, browser)
  }
}
