import type { FastifyReply } from 'fastify'
import type { AppClient } from '../directory/app-client.ts'
import { homePage } from '../pages/home.ts'
import { inboxPage } from '../pages/inbox.ts'
import { sessionPage } from '../pages/session.ts'
import { signedOutPage } from '../pages/signed-out.ts'
import { browserSessionSeconds } from '../sessions/sessions.ts'
import { readPageForm } from './form.ts'
import type { BrowserRequest } from './pages.ts'
import { sendPage } from './send-page.ts'

const iso = (seconds: number) => new Date(seconds * 1000).toISOString()

/** `GET /`, which a pool on AWS has nothing at. */
export function showHome({ pool, reply }: BrowserRequest): FastifyReply {
  const { issuer, openidConfigurationUri, jwksUri } = pool.addresses()
  const { userPoolId, clients } = pool.directory
  const view = {
    userPoolId,
    issuer,
    openidConfigurationUri,
    jwksUri,
    clients: clients.map(client => ({ ...client, signInHref: signInHref(client) })),
  }
  return sendPage(reply, homePage(view))
}

function signInHref({ id, flows, callbackUrls: [callback] }: AppClient): string | undefined {
  if (!flows.includes('code') || callback === undefined) return undefined
  const query = { client_id: id, response_type: 'code', redirect_uri: callback }
  return `/login?${new URLSearchParams(query)}`
}

/** `GET /_dev/inbox`, a page that Cognito does not have: mails to users. */
export function showInbox({ pool, reply }: BrowserRequest): FastifyReply {
  const messages = pool.inbox.messages.map(message => ({ ...message, sentAt: iso(message.sentAt) }))
  return sendPage(reply, inboxPage({ messages }))
}

/** `GET /_dev/inbox.json`: the same for programs. */
export function sendInbox({ pool, reply }: BrowserRequest): FastifyReply {
  return reply.header('cache-control', 'no-store').send(pool.inbox.messages)
}

/** `GET /_dev/session`: who is signed in in this browser. */
export function showSession({ browser, request, reply }: BrowserRequest): FastifyReply {
  const session = browser.session(request)
  const user = session && {
    email: session.account.attributes.email as string,
    signedInAt: iso(session.authTime),
    expiresAt: iso(session.authTime + browserSessionSeconds),
  }
  const csrfToken = browser.csrfToken(request, reply)
  return sendPage(reply, sessionPage({ action: '/_dev/session', csrfToken, user }))
}

/** `POST /_dev/session`: signs out without an app. */
export function endSession({ browser, request, reply }: BrowserRequest): FastifyReply {
  readPageForm(request, browser)
  browser.endSession(request, reply)
  return sendPage(reply, signedOutPage())
}
