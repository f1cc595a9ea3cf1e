import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { idempotencyKey } from '../resources/patterns.ts'
import { orderAnswer } from './answers.ts'
import { etagOf } from './etag.ts'
import type { Idempotency } from './idempotency.ts'
import { createOrder } from './order.ts'
import { NewOrderSchema, type Order } from './schema.ts'
import { createOrderStore, type OrderStore } from './store.ts'

interface CreateRouteOptions {
  /** Outside of any transaction. */
  insert: OrderStore['insert']
  idempotency: Idempotency
}

export const createRoute: FastifyPluginCallbackTypebox<CreateRouteOptions> = (
  app,
  { insert, idempotency },
  done,
) => {
  app.post(
    '/orders',
    {
      config: { scopes: ['order.write'], problems: [409, 422] },
      schema: {
        operationId: 'createOrder',
        summary: 'Create an order',
        description:
          'Creates an order of the caller. A request that may be sent twice, because its answer can be lost, carries an Idempotency-Key: the second one gets the answer of the first, for 24 hours, and creates nothing.',
        tags: ['orders'],
        headers: Type.Object({
          'idempotency-key': Type.Optional(
            Type.String({
              pattern: idempotencyKey,
              description:
                'Names this request among those of the caller: 1 to 255 printable characters without spaces, such as a UUID made for it. A refused request does not use up its key.',
            }),
          ),
        }),
        body: NewOrderSchema,
        response: { 201: orderAnswer('The new order.', 'Location', 'Idempotency-Replayed') },
      },
    },
    async ({ principal, headers, body }, reply) => {
      const { subject, clientId } = principal
      const order = createOrder(body, { customer: subject, createdBy: clientId })
      const key = headers['idempotency-key']
      reply.code(201)
      if (key === undefined) {
        await insert(order)
        return withHeaders(reply, order)
      }
      const request = { subject, operation: 'POST /orders', key, body }
      const { result, replayed } = await idempotency.once(request, order, transaction =>
        createOrderStore(transaction).insert(order),
      )
      if (replayed) reply.header('idempotency-replayed', 'true')
      return withHeaders(reply, result)
    },
  )

  done()
}

function withHeaders(reply: FastifyReply, order: Order): Order {
  const { publicPath } = reply.server
  reply.header('location', `${publicPath}/orders/${order.id}`).header('etag', etagOf(order.version))
  return order
}
