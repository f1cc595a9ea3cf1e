import cors from '@fastify/cors'
import Fastify from 'fastify'
import t from 'tap'
import { cognito } from '../../src/cognito/index.ts'
import { missingToken } from '../support/cognito-answers.ts'
import { answerOf, resourceServer } from '../support/cognito-service.ts'

const options = {
  userPoolId: 'eu-central-1_AbCdEfGhI',
  clientId: '1example23456789',
  resourceServer,
  resource: 'https://api.example.com',
}

t.test('routes of another plugin get their policy from a hook, preflights need none', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(cors, { origin: 'https://app.example.com' })
  app.addHook('onRoute', route => {
    if (route.url.startsWith('/documentation')) route.config = { ...route.config, public: true }
  })
  await app.register(cognito, options)
  await app.register(async scope => {
    scope.get('/documentation/page', () => 'read me')
  })
  app.get('/orders', { config: { authenticated: true } }, () => 'let in')
  t.equal((await app.inject('/documentation/page')).body, 'read me')
  const origin = 'https://app.example.com'
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/orders',
    headers: { origin, 'access-control-request-method': 'GET' },
  })
  t.match(preflight, { statusCode: 204, headers: { 'access-control-allow-origin': origin } })
  const refused = answerOf(await app.inject('/orders'))
  t.strictSame(refused, {
    ...missingToken,
    headers: { ...missingToken.headers, 'access-control-allow-origin': origin },
  })
})

t.test('a route of another plugin without one stops the start', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(cognito, options)
  await t.rejects(
    async () => {
      await app.register(async scope => {
        scope.get('/documentation', () => 'read me')
      })
    },
    { message: /^cognito: the route GET \/documentation declares no policy: / },
  )
})
