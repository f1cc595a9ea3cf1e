import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { linkToNext } from '../resources/paging.ts'
import { claim } from '../resources/patterns.ts'
import { pageAnswer } from './answers.ts'
import { paging, readPage } from './listing.ts'
import { OrderSchema, type OrderStatus } from './schema.ts'
import type { OrderStore } from './store.ts'

/** Everyone's orders, for the group `admin`. */
export const adminRoutes: FastifyPluginCallbackTypebox<{ store: OrderStore }> = (
  app,
  { store },
  done,
) => {
  const address = `${app.publicPath}/admin/orders`

  app.get(
    '/admin/orders',
    {
      config: { scopes: ['order.read'], groups: ['admin'] },
      schema: {
        operationId: 'listAllOrders',
        summary: "List everyone's orders",
        description: 'The orders of all customers, newest first, in pages.',
        tags: ['admin'],
        querystring: Type.Object(
          {
            ...paging,
            status: Type.Optional(
              Type.Unsafe<OrderStatus>({
                ...OrderSchema.properties.status,
                description: 'Only orders of this status.',
              }),
            ),
            customer: Type.Optional(
              Type.String({
                pattern: claim,
                description: 'Only orders of this customer (`sub`).',
                examples: ['5d1f8a3c-0d1e-4f6a-9b43-7a2f0c6d1e55'],
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: pageAnswer('A page of orders.') },
      },
    },
    async (request, reply) => {
      const { status, customer } = request.query
      const page = await readPage(store, { status, customer }, request.query)
      if (page.nextCursor !== null) {
        reply.header('link', linkToNext(address, request.query, page.nextCursor))
      }
      return page
    },
  )

  done()
}
