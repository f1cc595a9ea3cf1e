import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import t from 'tap'
import { cognito } from '../../src/cognito/index.ts'
import { resource } from '../support/cognito-answers.ts'
import { resourceServer, startError, trusting } from '../support/cognito-service.ts'
import { createUserPool } from '../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const options = { ...trusting(pool), resourceServer, resource }

const noRoute =
  'TypeError: cognito: there is no route in the scope it guards: await the registration before routes are added, in a file of its own wrap it in fastify-plugin (else the routes of other files are open), and leave it out where there is nothing to guard'

/** As a file among the plugins, and one among the routes, that `@fastify/autoload` finds. */
const files = (guard: (app: FastifyInstance) => Promise<void>) => (app: FastifyInstance) => {
  app.register(guard)
  app.register(async scope => {
    scope.get('/orders', { config: { scopes: ['order.read'] } }, () => 'let in')
  })
}

async function guard(app: FastifyInstance): Promise<void> {
  await app.register(cognito, options)
}

t.test('a service whose routes all lie outside of the guarded scope does not start', async t => {
  t.equal(await startError(files(guard)), noRoute)
  t.equal(await startError(files(fp(guard))), 'started')
})

t.test('nor does one whose routes were all added before', async t => {
  const error = await startError(app => {
    app.get('/orders', { config: { scopes: ['order.read'] } }, () => 'let in')
    app.register(cognito, options)
  })
  t.equal(error, noRoute)
})

t.test('of several guarded scopes each has its routes', async t => {
  const error = await startError(app => {
    app.register(async scope => {
      await scope.register(cognito, options)
      scope.get('/orders', { config: { public: true } }, () => 'let in')
    })
    app.register(async scope => {
      await scope.register(cognito, { ...options, resource: undefined })
    })
  })
  t.equal(error, noRoute)
})
