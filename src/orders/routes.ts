import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../database/database.ts'
import { sweepRegularly } from '../database/sweep-regularly.ts'
import { adminRoutes } from './admin-routes.ts'
import { cancelRoute } from './cancel-route.ts'
import { createRoute } from './create-route.ts'
import { createIdempotency } from './idempotency.ts'
import { insertTogether } from './insert-together.ts'
import { readRoutes } from './read-routes.ts'
import { OrderPageSchema, OrderSchema } from './schema.ts'
import { createOrderStore } from './store.ts'
import { updateRoute } from './update-route.ts'

export interface OrdersOptions {
  database: Database
}

/** Orders: everybody's own, and everyone's for administrators. */
export const ordersRoutes: FastifyPluginAsyncTypebox<OrdersOptions> = async (app, { database }) => {
  const store = createOrderStore(database.tables)
  const idempotency = createIdempotency(database.tables)
  app.addSchema(OrderSchema)
  app.addSchema(OrderPageSchema)
  const insert = database.commitsTogether ? store.insert : insertTogether(database.tables)
  app.register(createRoute, { insert, idempotency })
  app.register(readRoutes, { store })
  app.register(updateRoute, { store })
  app.register(cancelRoute, { store })
  app.register(adminRoutes, { store })
  sweepRegularly(app, {
    sweep: idempotency.sweep,
    what: 'expired idempotency keys',
  })
}
