import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { linkToNext } from '../resources/paging.ts'
import { orderAnswer, pageAnswer, unchangedAnswer } from './answers.ts'
import { preconditionFailed } from './change.ts'
import { etagOf, hasVersion, ifMatch } from './etag.ts'
import { paging, readPage } from './listing.ts'
import { notFound, OrderParams, PreconditionHeaders } from './params.ts'
import type { OrderStore } from './store.ts'

/** The caller's own orders. */
export const readRoutes: FastifyPluginCallbackTypebox<{ store: OrderStore }> = (
  app,
  { store },
  done,
) => {
  app.get(
    '/orders',
    {
      config: { scopes: ['order.read'] },
      schema: {
        operationId: 'listOrders',
        summary: 'List your orders',
        description: "The caller's own orders, newest first, in pages.",
        tags: ['orders'],
        querystring: Type.Object(paging, { additionalProperties: false }),
        response: { 200: pageAnswer('A page of your orders.') },
      },
    },
    async ({ principal, query }, reply) => {
      const page = await readPage(store, { customer: principal.subject }, query)
      if (page.nextCursor !== null) {
        reply.header('link', linkToNext(`${app.publicPath}/orders`, query, page.nextCursor))
      }
      return page
    },
  )

  app.get(
    '/orders/:orderId',
    {
      config: { scopes: ['order.read'], problems: [404, 412] },
      schema: {
        operationId: 'getOrder',
        summary: 'Read an order',
        description:
          "One of the caller's own orders. With the ETag of a known version in If-None-Match, it is sent only if it has changed.",
        tags: ['orders'],
        params: OrderParams,
        headers: PreconditionHeaders,
        response: { 200: orderAnswer('The order.'), 304: unchangedAnswer },
      },
    },
    async ({ principal, params, headers }, reply) => {
      const order = await store.find(principal.subject, params.orderId)
      if (order === undefined) throw notFound()
      const { 'if-match': meant = '*', 'if-none-match': known = '' } = headers
      if (!ifMatch(meant, order.version)) throw preconditionFailed()
      reply.header('etag', etagOf(order.version))
      if (hasVersion(known, order.version)) return reply.code(304).send()
      return order
    },
  )

  done()
}
