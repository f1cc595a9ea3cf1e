import type { FastifyInstance } from 'fastify'
import { sendPage } from '../answer-failures.ts'
import { PageFailure, sessionEnded, unknownForm } from '../failures.ts'
import type { Tokens } from '../oauth/tokens.ts'
import { startPage } from '../pages/plain.ts'
import { tokensPage } from '../pages/tokens.ts'
import type { Session } from '../sessions/session.ts'
import type { Parts } from './parts.ts'

/** `/`: sign in, or who you are. */
export function homeRoutes(app: FastifyInstance, { visitors, provider, frame, seconds }: Parts) {
  app.get('/', (request, reply) => {
    const session = visitors.find(request)
    if (session === undefined) {
      if (visitors.hadSession(request)) throw sessionEnded()
      return sendPage(reply, startPage(frame))
    }
    const page = tokensPage(frame, session, seconds())
    session.message = undefined
    return sendPage(reply, page)
  })

  app.post('/refresh', async (request, reply) => {
    const session = visitors.demandForm(request)
    const { refreshToken } = session.tokens
    if (refreshToken === undefined) throw unknownForm()
    try {
      session.tokens = await refreshOnce(session, refreshToken)
    } catch (error) {
      // Whatever the user pool holds against the refresh token, it will not bring tokens any more.
      if (!(error instanceof PageFailure && error.content.code === 'invalid_grant')) throw error
      throw sessionEnded()
    }
    session.message = 'Your tokens are new.'
    return reply.redirect('/#news', 303)
  })

  app.post('/user-info', async (request, reply) => {
    const session = visitors.demandForm(request)
    session.userInfo = await provider.userInfo(session.tokens)
    return reply.redirect('/#user-info', 303)
  })

  /** Two tabs at once share the answer: a refresh token may be good only once. */
  function refreshOnce(session: Session, refreshToken: string): Promise<Tokens> {
    session.refreshing ??= provider.refresh(session.tokens, refreshToken).finally(() => {
      session.refreshing = undefined
    })
    return session.refreshing
  }
}
