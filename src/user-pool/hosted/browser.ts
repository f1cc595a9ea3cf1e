import { randomBytes } from 'node:crypto'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Account } from '../accounts/account.ts'
import { isSame } from '../constant-time.ts'
import { PageError } from '../oauth/authorization-error.ts'
import type { PoolParts } from '../pool-parts.ts'
import { type BrowserSession, browserSessionSeconds } from '../sessions/sessions.ts'

/** What the pool knows a browser by: the user who signed in there, and forms that it was given. */
export interface Browser {
  readonly session: (
    request: FastifyRequest,
  ) => (BrowserSession & { readonly account: Account }) | undefined
  /** Always under a new id, so that none known before the sign-in is worth anything. */
  readonly startSession: (reply: FastifyReply, session: BrowserSession) => void
  readonly endSession: (request: FastifyRequest, reply: FastifyReply) => void
  /** The token for the forms of this browser; gives it one if it has none. */
  readonly csrfToken: (request: FastifyRequest, reply: FastifyReply) => string
  /** @throws PageError unless the form came from a page that this browser was given */
  readonly checkCsrfToken: (request: FastifyRequest, given: string) => void
}

export function createBrowser({ directory, sessions, book, addresses }: PoolParts): Browser {
  // Cookies ignore ports, so that those of another pool or app on localhost arrive here too.
  const sessionCookie = `user-pool-session-${directory.userPoolId}`
  const csrfCookie = `user-pool-csrf-${directory.userPoolId}`
  const options = (): CookieSerializeOptions => ({
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: addresses().origin.startsWith('https:'),
  })

  return {
    session: request => {
      const session = sessions.browsers.get(request.cookies[sessionCookie] ?? '')
      const account = session && book.findBySub(session.sub)
      return session && account?.enabled ? { ...session, account } : undefined
    },
    startSession: (reply, session) => {
      const id = sessions.browsers.add(session)
      reply.setCookie(sessionCookie, id, { ...options(), maxAge: browserSessionSeconds })
    },
    endSession: (request, reply) => {
      sessions.browsers.take(request.cookies[sessionCookie] ?? '')
      reply.clearCookie(sessionCookie, options())
    },
    csrfToken: (request, reply) => {
      const known = request.cookies[csrfCookie]
      if (known !== undefined && known !== '') return known
      const token = randomBytes(32).toString('base64url')
      reply.setCookie(csrfCookie, token, options())
      return token
    },
    checkCsrfToken: (request, given) => {
      // Another app on localhost can put a cookie of its own in the place of ours.
      const site = request.headers['sec-fetch-site'] ?? 'same-origin'
      if (site !== 'same-origin') throw new PageError('form_expired')
      const expected = request.cookies[csrfCookie] ?? ''
      if (expected === '' || !isSame(given, expected)) throw new PageError('form_expired')
    },
  }
}
