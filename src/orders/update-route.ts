import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Problem } from '../problem/problem.ts'
import { orderAnswer } from './answers.ts'
import { changeUnder } from './change.ts'
import { etagOf } from './etag.ts'
import { ifMatchHeader, OrderParams } from './params.ts'
import { OrderChangeSchema } from './schema.ts'
import type { OrderStore } from './store.ts'

export const updateRoute: FastifyPluginCallbackTypebox<{ store: OrderStore }> = (
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
      const order = await changeUnder(
        store,
        principal.subject,
        params.orderId,
        condition,
        () => body,
      )
      reply.header('etag', etagOf(order.version))
      return order
    },
  )

  done()
}

function preconditionRequired(): Problem {
  return new Problem(
    428,
    'precondition_required',
    'Send If-Match with the ETag of the version you want to change.',
  )
}
