import type { FastifyInstance } from 'fastify'
import { sendPage } from '../answer-failures.ts'
import { PageFailure } from '../failures.ts'
import { signOutPath } from '../options.ts'
import { confirmSignOutPage, signedOutPage } from '../pages/plain.ts'
import type { Parts } from './parts.ts'

/** Signing out, here and at the user pool, and where the user pool sends the browser then. */
export function signOutRoutes(app: FastifyInstance, { visitors, provider, frame }: Parts): void {
  app.post(signOutPath, async (request, reply) => {
    const { refreshToken } = visitors.demandForm(request).tokens
    visitors.end(request, reply)
    const failure = refreshToken === undefined ? undefined : await provider.revoke(refreshToken)
    if (failure !== undefined) throw notRevoked(failure, provider.signOutHref)
    return reply.redirect(provider.signOutHref, 303)
  })

  app.get(signOutPath, (request, reply) => {
    const session = visitors.find(request)
    return sendPage(
      reply,
      session === undefined ? signedOutPage(frame) : confirmSignOutPage(frame, session),
    )
  })
}

/** The session here has ended all the same. */
function notRevoked({ content }: PageFailure, signOutHref: string): PageFailure {
  return new PageFailure({
    ...content,
    title: 'You are signed out here only',
    text: [
      'The user pool did not confirm that your refresh token is revoked, and still knows this browser.',
      'Sign out there as soon as it answers. Nobody has the refresh token but this server, which has forgotten it.',
    ],
    ways: [{ text: 'Sign out at the user pool', href: signOutHref }],
  })
}
