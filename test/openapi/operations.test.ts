import type { InjectOptions } from 'fastify'
import t from 'tap'
import { catalogue } from '../../src/problem/catalogue.ts'
import { publicUrl, startApi } from '../support/api.ts'
import { type Contract, contractOf, type Operation, responseAt } from '../support/contract.ts'

interface Place {
  path: string
  method: string
  operation: Operation
}

function operationsOf({ paths }: Contract): Place[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
}

t.test('the operations of the contract', async t => {
  const api = await startApi(t)
  const contract = contractOf(api.app)
  const operations = operationsOf(contract)

  t.test('are those of the API', async t => {
    t.strictSame(
      operations.map(({ path, method }) => `${method} ${path}`).sort(),
      [
        'delete /admin/revocations/{revocationId}',
        'delete /orders/{orderId}',
        'get /',
        'get /.well-known/oauth-protected-resource',
        'get /admin/orders',
        'get /admin/revocations',
        'get /admin/revocations/{revocationId}',
        'get /hello',
        'get /livez',
        'get /openapi.json',
        'get /openapi.yaml',
        'get /orders',
        'get /orders/{orderId}',
        'get /problems',
        'get /readyz',
        'get /token-info',
        'patch /orders/{orderId}',
        'post /admin/revocations',
        'post /orders',
        'post /sign-out',
      ].sort(),
    )
  })

  t.test('are described: id, summary, description, a known tag', async t => {
    const tags = contract.tags.map(({ name }) => name)
    const ids = operations.map(({ operation }) => operation.operationId)
    t.equal(new Set(ids).size, ids.length, 'no id twice')
    for (const { path, method, operation } of operations) {
      const place = `${method} ${path}`
      t.match(operation.operationId, /^[a-z][A-Za-z]+$/, place)
      t.match(operation.summary, /^[A-Z].*[^.]$/, place)
      t.match(operation.description, /^[A-Z].*\.$/s, place)
      t.equal(operation.tags.length, 1, place)
      t.ok(tags.includes(operation.tags[0] as string), place)
    }
  })

  t.test('name every parameter of their path', async t => {
    for (const { path, method, operation } of operations) {
      const named = (operation.parameters ?? []).filter(parameter => parameter.in === 'path')
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)
      t.strictSame(
        named.map(({ name }) => name),
        inPath,
        `${method} ${path}`,
      )
    }
  })

  t.test('name the problems they answer with', async t => {
    for (const { path, method, operation } of operations) {
      const statuses = Object.keys(operation.responses)
      const expected = ['400', '500', '503']
      if (operation.security.length > 0) expected.push('401', '403', '429')
      else t.notOk(statuses.includes('429'), `${method} ${path}: public, and so without limit`)
      if (operation.requestBody) expected.push('413', '415')
      if (path.includes('{')) expected.push('414')
      for (const status of expected) t.ok(statuses.includes(status), `${method} ${path} ${status}`)
      t.ok(
        statuses.some(status => status.startsWith('2')),
        `${method} ${path}`,
      )
      for (const status of statuses.filter(status => Number(status) >= 400)) {
        const { response } = responseAt(contract, path, method, status) ?? {}
        t.strictSame(Object.keys(response?.content ?? {}), ['application/problem+json'])
      }
    }
  })

  t.test('demand what the routes demand', async t => {
    const strangers: InjectOptions['headers'] = {}
    const nobody = await api.bearer({ user: 'bob@example.com', scopes: [] })
    for (const { path, method, operation } of operations) {
      const place = `${method} ${path}`
      const request = {
        method: method.toUpperCase() as 'GET',
        url: path.replace(/\{[^}]+\}/, '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'),
      }
      const asStranger = await api.send({ ...request, headers: strangers })
      t.equal(asStranger.statusCode === 401, operation.security.length > 0, place)
      const { statusCode, headers } = await api.send({ ...request, headers: nobody })
      const demanded = /scope="([^"]*)"/.exec(String(headers['www-authenticate']))?.[1]
      const documented = operation.security.map(({ cognito }) => cognito?.join(' ')).join()
      t.equal(statusCode === 403 && demanded !== undefined, documented !== '', place)
      t.equal(demanded ?? '', documented, place)
    }
  })
})

t.test('the head of the contract', async t => {
  const scopes = {
    'orders/order.read': 'Read orders',
    'orders/order.write': 'Place, change and cancel orders',
    'orders/revocation.write': 'Deny access tokens before they expire',
  }

  t.test('says where to sign in, when the domain of the user pool is known', async t => {
    const { app, pool } = await startApi(t)
    const { openapi, servers, components } = contractOf(app)
    t.equal(openapi, '3.1.0')
    t.strictSame(servers, [{ url: publicUrl, description: 'This API' }])
    const tokenUrl = `${pool.origin}/oauth2/token`
    const authorizationUrl = `${pool.origin}/oauth2/authorize`
    t.strictSame(components.securitySchemes, {
      cognito: {
        type: 'oauth2',
        description: 'An access token of the user pool.',
        flows: {
          authorizationCode: { authorizationUrl, tokenUrl, refreshUrl: tokenUrl, scopes },
          clientCredentials: { tokenUrl, scopes },
        },
      },
    })
  })

  t.test('asks for a bearer token, when it is not', async t => {
    const { app } = await startApi(t, { userPoolDomain: undefined })
    t.strictSame(contractOf(app).components.securitySchemes, {
      cognito: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'An access token of the user pool.',
      },
    })
  })

  t.test('keeps the paths below an address that has one itself', async t => {
    const { app } = await startApi(t, { publicUrl: 'https://example.com/orders' })
    const { paths, servers } = contractOf(app)
    t.equal(servers[0]?.url, 'https://example.com/orders')
    t.ok('/orders/{orderId}' in paths)
    t.ok('/.well-known/oauth-protected-resource/orders' in paths)
  })
})

t.test('every code of a problem is told of with its status', async t => {
  const { components } = contractOf((await startApi(t)).app)
  const told = JSON.stringify(components.responses)
  // Answered before a request has a route, or about the files of the docs page.
  const nowhere = [
    'method_not_allowed',
    'request_timeout',
    'headers_too_large',
    'range_not_satisfiable',
  ]
  for (const code of Object.keys(catalogue)) {
    t.equal(told.includes(`\`${code}\``), !nowhere.includes(code), code)
  }
})
