import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../answer-failures.ts'
import { type ApiAnswer, type ApiRequest, recordOf } from '../api/call.ts'
import { foretell } from '../api/forecast.ts'
import { draftAgain, newDraft } from '../api/order-draft.ts'
import { cancelOrder, createOrder, listOrders, ordersIn } from '../api/orders.ts'
import { ordersPage } from '../pages/orders.ts'
import type { Session } from '../sessions/session.ts'
import type { Parts } from './parts.ts'

/** `/orders`: the API, called by this server with the token of whoever is signed in. */
export function ordersRoutes(app: FastifyInstance, parts: Parts): void {
  const { visitors, callApi, readContract, frame, seconds } = parts

  app.get('/orders', async (request, reply) => {
    const session = visitors.demand(request)
    const { accessToken, accessClaims } = session.tokens
    const [operations, answer] = await Promise.all([
      readContract(),
      callApi(accessToken, listOrders),
    ])
    const now = seconds()
    const view = {
      operations: operations.map(operation => ({
        ...operation,
        forecast: foretell(operation, accessClaims, now),
      })),
      orders: ordersIn(answer),
      draft: session.draft ?? newDraft(),
    }
    const page = ordersPage(frame, session, view, now)
    session.lastCall = undefined
    return sendPage(reply.code(answer === undefined ? 503 : 200), page)
  })

  app.post('/orders', async (request, reply) => {
    const form = Object(request.body) as Record<string, unknown>
    const { session, answer } = await call(request, createOrder(form))
    session.draft = draftAgain(form, answer)
    return showCall(reply)
  })

  app.post<{ Params: { orderId: string } }>('/orders/:orderId/cancel', async (request, reply) => {
    await call(request, cancelOrder(request.params.orderId))
    return showCall(reply)
  })

  async function call(request: FastifyRequest, toApi: ApiRequest): Promise<Called> {
    const session = visitors.demandForm(request)
    const answer = await callApi(session.tokens.accessToken, toApi)
    session.lastCall = recordOf(toApi, answer)
    return { session, answer }
  }
}

interface Called {
  readonly session: Session
  readonly answer: ApiAnswer | undefined
}

/** The page that follows begins with what the API said. */
function showCall(reply: FastifyReply): FastifyReply {
  return reply.redirect('/orders#last-call', 303)
}
