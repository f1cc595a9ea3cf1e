import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { readJson } from '../http/json-bodies.ts'
import { Problem } from '../problem/problem.ts'
import { orderAnswer } from './answers.ts'
import { changeUnder } from './change.ts'
import { etagOf } from './etag.ts'
import { OrderParams, PreconditionHeaders } from './params.ts'
import { OrderChangeSchema } from './schema.ts'
import type { OrderStore } from './store.ts'

/** RFC 7396 section 4. */
const mergePatch = 'application/merge-patch+json'
const mediaTypes = ['application/json', mergePatch]

export const updateRoute: FastifyPluginCallbackTypebox<{ store: OrderStore }> = (
  app,
  { store },
  done,
) => {
  readJson(app, mergePatch)

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
        headers: PreconditionHeaders,
        consumes: mediaTypes,
        body: OrderChangeSchema,
        response: { 200: orderAnswer('The order after the change.') },
      },
      errorHandler(error, _request, reply) {
        // RFC 5789 section 2.2: whoever sends another patch document learns which are read.
        if (error.statusCode === 415) reply.header('accept-patch', mediaTypes.join(', '))
        throw error
      },
    },
    async ({ principal, params, headers, body }, reply) => {
      if (headers['if-match'] === undefined) throw preconditionRequired()
      const order = await changeUnder(store, principal.subject, params.orderId, headers, () => body)
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
