import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { authorizationPath } from '../directory/addresses.ts'
import { PageError } from '../oauth/authorization-error.ts'
import { withQuery } from '../oauth/redirect.ts'
import type { PoolParts } from '../pool-parts.ts'
import { queryOf, redirect } from './address.ts'
import { createBrowser } from './browser.ts'

/** Half of what a pool loads, and a pool that is asked for tokens alone never shows a page. */
const loadPages = () => import('./handlers.ts')

type Pages = Awaited<ReturnType<typeof loadPages>>
type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Characters of an address that fit into another one. */
const longestWayBack = 4000

/** With which the sign-in that came to an end can begin again. */
function wayBack(request: FastifyRequest): string | undefined {
  const query = queryOf(request)
  return query.length > 0 && query.length <= longestWayBack ? query : undefined
}

/** Everything that a browser meets, at Cognito's paths. */
export function hostedRoutes(pool: PoolParts) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(cookie)
    app.removeAllContentTypeParsers()
    await app.register(formbody)
    const browser = createBrowser(pool)

    app.setErrorHandler((error, request, reply) => {
      if (!(error instanceof PageError)) throw error
      const { code } = error
      pool.log(`The request was refused with ${code}`)
      const details = code === 'form_expired' ? { authorization: wayBack(request) } : error.details
      const address = withQuery(`${pool.addresses().origin}/error`, { error: code, ...details })
      return redirect(reply, address)
    })

    /** A page of a sign-in, with the request for authorization in its query. */
    const signingIn =
      (name: keyof Pages['signInPages']): Handler =>
      async (request, reply) => {
        const { authorizing, signInPages } = await loadPages()
        return authorizing(pool, request, reply, async authorization =>
          signInPages[name]({ pool, browser, request, reply, authorization }),
        )
      }
    const beside =
      (name: keyof Pages['otherPages']): Handler =>
      async (request, reply) =>
        (await loadPages()).otherPages[name]({ pool, browser, request, reply })

    app.get(authorizationPath, signingIn('authorize'))
    app.get('/login', signingIn('showSignIn'))
    app.post('/login', signingIn('signIn'))
    app.get('/signup', signingIn('showSignUp'))
    app.post('/signup', signingIn('signUp'))
    app.get('/confirm', signingIn('showConfirm'))
    app.post('/confirm', signingIn('confirm'))
    app.post('/resendcode', signingIn('resendCode'))
    app.get('/confirmUser', beside('confirmUser'))
    app.get('/changePassword', signingIn('showNewPassword'))
    app.post('/changePassword', signingIn('setNewPassword'))
    app.get('/forgotPassword', signingIn('showForgotPassword'))
    app.post('/forgotPassword', signingIn('forgotPassword'))
    app.get('/confirmforgotPassword', signingIn('showResetPassword'))
    app.post('/confirmforgotPassword', signingIn('resetPassword'))
    app.get('/logout', beside('logout'))
    app.get('/error', beside('showError'))
    app.get('/', beside('showHome'))
    app.get('/_dev/inbox', beside('showInbox'))
    app.get('/_dev/inbox.json', beside('sendInbox'))
    app.get('/_dev/session', beside('showSession'))
    app.post('/_dev/session', beside('endSession'))
  }
}
