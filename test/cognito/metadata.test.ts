import Fastify from 'fastify'
import t from 'tap'
import { cognito } from '../../src/cognito/index.ts'
import { resourceServer, startService, trusting } from '../support/cognito-service.ts'
import { createUserPool } from '../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const wellKnown = '/.well-known/oauth-protected-resource'

t.test('the document says where to get tokens, and for what (RFC 9728 section 3.2)', async t => {
  const service = await startService(t, pool, {
    routes: {
      '/write': { scopes: ['order.write'] },
      '/either': { scopes: { anyOf: ['order.write', 'order.read'] } },
      '/admin': { groups: ['admin'] },
    },
  })
  t.strictSame(await service.get(undefined, wellKnown), {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: {
      resource: 'https://api.example.com',
      authorization_servers: [pool.issuer],
      scopes_supported: ['orders/order.read', 'orders/order.write'],
      bearer_methods_supported: ['header'],
    },
  })
  const head = await service.send({ method: 'HEAD', url: wellKnown })
  t.equal(head.status, 200)
  t.strictSame(service.decisions, [])
})

t.test('scopes that no route demands are not in it, whatever the resource server has', async t => {
  const service = await startService(t, pool, { routes: { '/any': { authenticated: true } } })
  const { body } = await service.get(undefined, wellKnown)
  t.match(body, { scopes_supported: [] })
})

t.test('every issuer is in it', async t => {
  const issuer = [pool.issuer, 'http://localhost:9/other']
  const { body } = await (await startService(t, pool, { issuer })).get(undefined, wellKnown)
  t.match(body, { authorization_servers: issuer })
})

t.test('its place is between host and path (RFC 9728 section 3.1)', async t => {
  const places: [resource: string, path: string, address?: string][] = [
    ['https://api.example.com', wellKnown],
    ['https://api.example.com/', wellKnown],
    ['https://api.example.com:8443/', wellKnown],
    ['https://api.example.com/v1', `${wellKnown}/v1`],
    ['https://api.example.com/v1/orders', `${wellKnown}/v1/orders`],
    ['https://api.example.com/v1/', `${wellKnown}/v1/`],
    ['https://api.example.com/v1?tenant=a', `${wellKnown}/v1?tenant=a`],
    ['http://localhost:3000/orders', `${wellKnown}/orders`],
    ['https://api.example.com/caf%C3%A9', `${wellKnown}/caf%C3%A9`],
    ['https://api.example.com/café', `${wellKnown}/caf%C3%A9`],
    ['https://api.example.com/v1:beta', `${wellKnown}/v1:beta`],
    ['https://api.example.com/a%20b', `${wellKnown}/a%20b`],
  ]
  for (const [resource, path] of places) {
    const service = await startService(t, pool, { resource })
    const { status, body } = await service.get(undefined, path)
    t.equal(status, 200, resource)
    t.match(body, { resource })
    const { headers } = await service.get()
    const { origin } = new URL(resource)
    const challenge = `Bearer realm="orders", resource_metadata="${origin}${path}"`
    t.equal(headers['www-authenticate'], challenge, resource)
  }
  const service = await startService(t, pool, { resource: 'https://api.example.com/v1:beta' })
  t.equal((await service.get(undefined, `${wellKnown}/v1other`)).status, 404)
})

t.test('without the option resource there is neither document nor pointer to it', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(cognito, { ...trusting(pool), resourceServer, realm: 'Order desk' })
  app.get('/any', { config: { authenticated: true } }, () => 'let in')
  t.equal((await app.inject(wellKnown)).statusCode, 404)
  const { headers } = await app.inject('/any')
  t.equal(headers['www-authenticate'], 'Bearer realm="Order desk"')
})
