import t from 'tap'
import { type Answer, invalidToken, letIn } from '../support/cognito-answers.ts'
import { startService } from '../support/cognito-service.ts'
import { until } from '../support/until.ts'
import { createUserPool } from '../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)

const unchecked: Answer = {
  status: 500,
  headers: { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' },
  body: {
    statusCode: 500,
    error: 'Internal Server Error',
    message: 'The request could not be checked.',
  },
}

t.test('a clock that fails lets nobody in, and its words do not get out', async t => {
  for (const thrown of [new Error('secret'), undefined, null]) {
    let isBroken = false
    const now = () => {
      if (isBroken) throw thrown
      return Date.now()
    }
    const service = await startService(t, pool, { now })
    const token = await pool.accessToken()
    t.strictSame(await service.get(token), letIn)
    isBroken = true
    t.strictSame(await service.get(token), unchecked)
    t.strictSame(await service.get(await pool.accessToken()), unchecked)
    t.strictSame(await service.get('no token'), await service.get('still none'), 'refused before')
    t.equal(service.decisions.filter(({ outcome }) => outcome === 'accepted').length, 1)
    const failures = service.log.filter(({ level }) => level === 50)
    t.equal(failures.length, 4)
    const stacks = failures.map(({ err }) => (err as Error).stack as string)
    t.equal(
      stacks.every(stack => stack.includes('caused by: Error: secret')),
      thrown instanceof Error,
    )
  }
})

t.test('a clock that fails at any of its calls for one token', async t => {
  for (const good of [0, 1, 2]) {
    let left = Number.POSITIVE_INFINITY
    const now = () => {
      left -= 1
      if (left < 0) throw new Error('secret')
      return Date.now()
    }
    const service = await startService(t, pool, { now })
    t.strictSame(await service.get(await pool.accessToken()), letIn)
    left = good
    t.strictSame(await service.get(await pool.accessToken()), unchecked, `after ${good} calls`)
    left = Number.POSITIVE_INFINITY
    t.strictSame(await service.get(await pool.accessToken()), letIn)
  }
})

t.test('what a clock throws is no outcome, whatever it looks like', async t => {
  const principal = { kind: 'user', scopes: new Set(['orders/order.read']), groups: [] }
  for (const thrown of [
    { principal, cacheHit: true },
    { keys: Promise.resolve(), verify: () => ({ principal }) },
    { keys: new Promise(() => {}), verify: () => {} },
  ]) {
    for (const good of [0, 1, 2]) {
      let left = Number.POSITIVE_INFINITY
      const now = () => {
        left -= 1
        if (left < 0) throw thrown
        return Date.now()
      }
      const service = await startService(t, pool, { now })
      t.strictSame(await service.get(await pool.accessToken()), letIn)
      left = good
      t.strictSame(await service.get(await pool.forge('payload-tampered')), unchecked)
      left = Number.POSITIVE_INFINITY
    }
  }
})

t.test('a serializer of the service that fails', async t => {
  const fail = () => {
    throw new Error('not mine')
  }

  t.test('in a request: it is answered, and nobody is let in', async t => {
    const service = await startService(t, pool, { logger: { serializers: { reason: fail } } })
    t.strictSame(await service.get(), unchecked)
    t.strictSame(await service.get(await pool.forge('exp-past')), unchecked)
    t.strictSame(await service.get(await pool.accessToken()), letIn)
  })

  t.test('in the background: keys are fetched, and the process warns', async t => {
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    t.teardown(() => void process.off('warning', note))
    const jwksUri = 'http://127.0.0.1:9/keys'
    const serializers = { issuer: fail }
    const service = await startService(t, pool, { logger: { serializers } })
    t.strictSame(await service.get(await pool.accessToken()), letIn)
    await startService(t, pool, { jwksUri, logger: { serializers } })
    await until(() => warnings.length === 2)
    t.strictSame(
      warnings.map(({ message }) => message),
      ['signing keys admitted', 'signing keys not refreshed'].map(
        line => `"${line}" could not be logged: Error: not mine`,
      ),
    )
  })
})

t.test('a service that replaces Promise', async t => {
  const service = await startService(t, pool, { onDecision: () => Promise.reject(new Error('no')) })
  const good = await pool.accessToken()
  const bad = [await pool.forge('payload-tampered'), await pool.forge('kid-unknown')]
  const native = globalThis.Promise
  t.teardown(() => {
    globalThis.Promise = native
  })
  globalThis.Promise = class Other<Result> extends native<Result> {}
  for (const token of bad) t.strictSame(await service.get(token), invalidToken)
  t.strictSame(await service.get(good), letIn)
  t.strictSame(await service.get(good), letIn)
  await until(() => service.log.filter(({ msg }) => msg === 'onDecision failed').length === 4)
})

t.test('a service that may not change how errors are made', async t => {
  const service = await startService(t, pool)
  Object.defineProperty(Error, 'stackTraceLimit', { writable: false })
  t.teardown(() => void Object.defineProperty(Error, 'stackTraceLimit', { writable: true }))
  t.strictSame(await service.get(await pool.forge('payload-tampered')), invalidToken)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
})

t.test('errors of the service keep their stacks', async t => {
  const service = await startService(t, pool)
  for (const kind of ['payload-tampered', 'exp-past', 'client-id-other'] as const) {
    Error.stackTraceLimit = 7
    t.strictSame((await service.get(await pool.forge(kind))).status, 401)
    t.equal(Error.stackTraceLimit, 7)
  }
})

t.test('a test runner that replaces Date', async t => {
  const service = await startService(t, pool)
  const token = await pool.accessToken()
  t.strictSame(await service.get(token), letIn)
  const { now } = Date
  t.teardown(() => {
    Date.now = now
  })
  Date.now = () => now() + 3 * 3600 * 1000
  t.equal((await service.get(token)).status, 401)
  t.equal(service.reason(), 'token_expired')
})
