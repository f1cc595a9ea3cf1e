import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Problem } from '../problem/problem.ts'
import { orderAnswer } from './answers.ts'
import { etagOf, ifMatch } from './etag.ts'
import { changeOrder } from './order.ts'
import { ifMatchHeader, notFound, OrderParams } from './params.ts'
import { type Order, type OrderChange, OrderChangeSchema } from './schema.ts'
import type { OrderStore } from './store.ts'

/** Changes of the caller's own orders. */
export const writeRoutes: FastifyPluginCallbackTypebox<{ store: OrderStore }> = (
  app,
  { store },
  done,
) => {
  app.patch(
    '/orders/:orderId',
    {
      config: { scopes: ['order.write'], problems: [404, 409, 412, 428] },
      schema: {
        operationId: 'updateOrder',
        summary: 'Change an order',
        description:
          'Changes note, status or both, if the order is still the version named in If-Match. The status goes from pending to confirmed or cancelled, from confirmed to shipped or cancelled.',
        tags: ['orders'],
        params: OrderParams,
        headers: Type.Object({ 'if-match': Type.Optional(ifMatchHeader) }),
        body: OrderChangeSchema,
        response: { 200: orderAnswer('The order after the change.') },
      },
    },
    async ({ principal, params, headers, body }, reply) => {
      const condition = headers['if-match']
      if (condition === undefined) throw preconditionRequired()
      const order = await change(store, principal.subject, params.orderId, condition, () => body)
      reply.header('etag', etagOf(order.version))
      return order
    },
  )

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
        headers: Type.Object({ 'if-match': Type.Optional(ifMatchHeader) }),
        response: { 200: orderAnswer('The cancelled order.') },
      },
    },
    async ({ principal, params, headers }, reply) => {
      const condition = headers['if-match'] ?? '*'
      const order = await change(store, principal.subject, params.orderId, condition, current =>
        current.status === 'cancelled' ? undefined : { status: 'cancelled' },
      )
      reply.header('etag', etagOf(order.version))
      return order
    },
  )

  done()
}

/**
 * Changes an order under a condition, and no other version than the one it was held against.
 *
 * @param condition value of If-Match
 * @param changeOf what to change, or nothing
 */
async function change(
  store: OrderStore,
  customer: string,
  id: string,
  condition: string,
  changeOf: (order: Order) => OrderChange | undefined,
): Promise<Order> {
  for (;;) {
    const order = await store.find(customer, id)
    if (order === undefined) throw notFound()
    if (!ifMatch(condition, order.version)) throw preconditionFailed()
    const wanted = changeOf(order)
    if (wanted === undefined) return order
    const next = changeOrder(order, wanted)
    // Whoever came in between has made a new version, against which the condition holds or not.
    if (await store.replace(next)) return next
  }
}

function preconditionRequired(): Problem {
  return new Problem(
    428,
    'precondition_required',
    'Send If-Match with the ETag of the version you want to change.',
  )
}

function preconditionFailed(): Problem {
  return new Problem(
    412,
    'precondition_failed',
    'The order is not the version in If-Match. Read it again and send its ETag.',
  )
}
