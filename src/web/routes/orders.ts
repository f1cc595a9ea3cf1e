import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../answer-failures.ts'
import { type ApiRequest, recordOf } from '../api/call.ts'
import { foretell } from '../api/forecast.ts'
import { cancelOrder, createOrder, listOrders, ordersIn } from '../api/orders.ts'
import { ordersPage } from '../pages/orders.ts'
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
      idempotencyKey: randomUUID(),
    }
    const page = ordersPage(frame, session, view, now)
    session.lastCall = undefined
    return sendPage(reply.code(answer === undefined ? 503 : 200), page)
  })

  app.post('/orders', (request, reply) => {
    const form = Object(request.body) as Record<string, unknown>
    return call(request, reply, createOrder(form))
  })

  app.post<{ Params: { orderId: string } }>('/orders/:orderId/cancel', (request, reply) =>
    call(request, reply, cancelOrder(request.params.orderId)),
  )

  /** The page that follows shows what the API said. */
  async function call(request: FastifyRequest, reply: FastifyReply, toApi: ApiRequest) {
    const session = visitors.demandForm(request)
    session.lastCall = recordOf(toApi, await callApi(session.tokens.accessToken, toApi))
    return reply.redirect('/orders', 303)
  }
}
