import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { ignoreBodies } from '../http/ignored-bodies.ts'
import { orderAnswer } from './answers.ts'
import { changeUnder } from './change.ts'
import { etagOf } from './etag.ts'
import { OrderParams, PreconditionHeaders } from './params.ts'
import type { OrderStore } from './store.ts'

export const cancelRoute: FastifyPluginCallbackTypebox<{ store: OrderStore }> = (
  app,
  { store },
  done,
) => {
  ignoreBodies(app)

  app.delete(
    '/orders/:orderId',
    {
      config: { scopes: ['order.write'], problems: [404, 409, 412] },
      schema: {
        operationId: 'cancelOrder',
        summary: 'Cancel an order',
        description:
          'Sets the status to cancelled; the order stays readable. An order that is cancelled already stays as it is; a shipped one cannot be cancelled.',
        tags: ['orders'],
        params: OrderParams,
        headers: PreconditionHeaders,
        response: { 200: orderAnswer('The cancelled order.') },
      },
    },
    async ({ principal, params, headers }, reply) => {
      const order = await changeUnder(store, principal.subject, params.orderId, headers, current =>
        current.status === 'cancelled' ? undefined : { status: 'cancelled' },
      )
      reply.header('etag', etagOf(order.version))
      return order
    },
  )

  done()
}
