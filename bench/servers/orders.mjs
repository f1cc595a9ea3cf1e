import Fastify from 'fastify'
import { partsOf } from './parts.mjs'

const SEEDED = 40
const ITEMS = [
  { sku: 'tea-green-100', quantity: 2, unitPrice: 799 },
  { sku: 'mug-blue', quantity: 1, unitPrice: 1250 },
]

/**
 * The orders of the service over a database: guarded, and below `/open` with the same handlers for
 * the same customer, whom nobody checks.
 */
export async function start(context) {
  const part = partsOf(context)
  const { default: cognito } = await import(context.plugin)
  const { openDatabase } = await part('database/database.js')
  const { ordersRoutes } = await part('orders/routes.js')
  const { createOrderStore } = await part('orders/store.js')
  const { validateStrictly } = await part('http/validation.js')

  const database = await openDatabase(context.databaseUrl)
  await seed(createOrderStore(database.tables), context)
  const app = Fastify({ logger: false })
  app.decorate('publicPath', '')
  validateStrictly(app)
  await app.register(async guarded => {
    await guarded.register(cognito, {
      issuer: context.issuer,
      clientId: context.clientId,
      resourceServer: { identifier: context.resourceServer, scopes: context.scopes },
    })
    guarded.register(ordersRoutes, { database })
  })
  const principal = Object.freeze({ subject: context.customer, clientId: context.clientId })
  await app.register(
    async open => {
      open.decorateRequest('principal')
      open.addHook('onRequest', (request, _reply, done) => {
        request.principal = principal
        done()
      })
      open.register(ordersRoutes, { database })
    },
    { prefix: '/open' },
  )
  await app.listen({ host: '127.0.0.1', port: 0 })
  return app.server.address().port
}

/** Orders to be read, the same ones each time. */
async function seed(store, { customer, orderId, clientId }) {
  if (await store.find(customer, orderId)) return
  for (let index = 0; index < SEEDED; index++) {
    const now = new Date().toISOString()
    await store.insert({
      id: index === 0 ? orderId : orderId.replace(/..$/, String(index).padStart(2, '0')),
      status: 'pending',
      currency: 'EUR',
      items: ITEMS,
      total: 2848,
      customer,
      createdBy: clientId,
      createdAt: now,
      updatedAt: now,
      version: 1,
    })
  }
}
