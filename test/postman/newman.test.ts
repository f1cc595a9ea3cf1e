import { createRequire } from 'node:module'
import t from 'tap'
import { environmentOf } from '../../src/postman/environment.ts'
import { type Service, startService } from '../support/service.ts'

interface Summary {
  run: {
    stats: Record<'requests' | 'assertions', { total: number; failed: number }>
    failures: { source: { name: string }; error: { test: string; message: string } }[]
  }
}

type Run = (options: object, done: (error: Error | null, summary: Summary) => void) => void

const require = createRequire(import.meta.url)
const newman: { run: Run } = require('newman')
const collection = require('../../postman/orders.postman_collection.json')

function run(options: object): Promise<Summary['run']> {
  return new Promise((resolve, reject) => {
    newman.run({ collection, ...options }, (error, summary) =>
      error ? reject(error) : resolve(summary.run),
    )
  })
}

/** The environment of an install, with the secret of its machine or another one. */
function environmentFor({ url, pool }: Service, secret = pool.client('machine').secret): object {
  return environmentOf({
    name: 'Test',
    baseUrl: url,
    authDomain: pool.origin,
    resourceServer: 'orders',
    machineClientId: pool.client('machine').id,
    machineClientSecret: secret,
  })
}

function failures({ failures }: Summary['run']): string[] {
  return failures.map(({ source, error }) => `${source.name}: ${error.test}: ${error.message}`)
}

t.test('the collection runs through for somebody who signed in as an administrator', async t => {
  const service = await startService(t)
  const environment = environmentFor(service)
  const accessToken = await service.pool.accessToken({ user: 'alice@example.com' })
  const summary = await run({ environment, envVar: [{ key: 'accessToken', value: accessToken }] })
  t.strictSame(failures(summary), [])
  const { requests, assertions } = summary.stats
  t.equal(requests.total, 24, 'each request, and one for the token without the scope')
  t.ok(assertions.total > 2 * requests.total, `${assertions.total} assertions`)
})

t.test('without a token the machine takes one by itself', async t => {
  const environment = environmentFor(await startService(t))
  const summary = await run({ environment, folder: ['First steps', 'Orders'] })
  t.strictSame(failures(summary), [])
  t.equal(summary.stats.requests.total, 11, 'each request, and one for the token')
})

t.test('a token that has run out is replaced, one that a person gave is not', async t => {
  const environment = environmentFor(await startService(t))
  const given = (until: object[]) => [{ key: 'accessToken', value: 'old' }, ...until]
  const sent = async (envVar: object[]) => {
    const summary = await run({ environment, folder: ['First steps'], envVar })
    return [summary.stats.requests.total, failures(summary).length > 0]
  }
  t.strictSame(await sent(given([{ key: 'accessTokenUntil', value: '1' }])), [4, false])
  t.strictSame(await sent(given([])), [3, true])
})

t.test('a wrong secret is named', async t => {
  const environment = environmentFor(await startService(t), 'wrong')
  const summary = await run({ environment, folder: ['First steps'] })
  t.match(
    failures(summary)[0],
    'Is the service ready?: the user pool gives the machine a token: see authDomain, machineClientId, machineClientSecret: expected 400 to equal 200',
  )
})
