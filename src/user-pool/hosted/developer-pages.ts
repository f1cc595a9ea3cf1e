import type { FastifyInstance } from 'fastify'
import type { PoolParts } from '../install.ts'
import { inboxPage } from '../pages/inbox.ts'
import { sessionPage } from '../pages/session.ts'
import { signedOutPage } from '../pages/signed-out.ts'
import type { Browser } from './browser.ts'
import { readPageForm } from './form.ts'
import { sendPage } from './send-page.ts'

const sessionSeconds = 3600
const iso = (seconds: number) => new Date(seconds * 1000).toISOString()

/** Pages that Cognito does not have: mails to users, and the session of this browser. */
export function developerPages(app: FastifyInstance, pool: PoolParts, browser: Browser): void {
  app.get('/_dev/inbox', (_request, reply) => {
    const messages = pool.inbox.messages.map(message => ({
      ...message,
      sentAt: iso(message.sentAt),
    }))
    return sendPage(reply, inboxPage({ messages }))
  })

  app.get('/_dev/inbox.json', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return pool.inbox.messages
  })

  app.get('/_dev/session', (request, reply) => {
    const session = browser.session(request)
    const user = session && {
      email: session.account.attributes.email as string,
      signedInAt: iso(session.authTime),
      expiresAt: iso(session.authTime + sessionSeconds),
    }
    const csrfToken = browser.csrfToken(request, reply)
    return sendPage(reply, sessionPage({ action: '/_dev/session', csrfToken, user }))
  })

  app.post('/_dev/session', (request, reply) => {
    readPageForm(request, browser)
    browser.endSession(request, reply)
    return sendPage(reply, signedOutPage())
  })
}
