import { once } from 'node:events'
import { createServer } from 'node:net'
import t, { type Test } from 'tap'
import { connectSharedStore, type SharedStore } from '../../src/limits/shared-store.ts'
import { type Api, startApi } from '../support/api.ts'
import { freePort } from '../support/free-port.ts'
import { findRedis, NO_REDIS, startRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'

const skip = !findRedis() && NO_REDIS

/** A logger that keeps what it is told. */
function recordMessages() {
  const messages: string[] = []
  const note = (...args: unknown[]) => messages.push(args.at(-1) as string)
  return { messages, log: { info: note, warn: note } as never }
}

/** Long enough for a machine that is busy with other tests: time does not decide. */
const patient = 60_000

const away = 'Redis does not answer: limits count per instance'
const back = 'Redis answers again: limits count for all instances'

async function startInstance(t: Test, store: SharedStore): Promise<Api> {
  return startApi(t, { limits: { perPrincipal: 6, failuresPerAddress: 4, store } })
}

/** Calls, and tells what was answered. */
async function call(api: Api, authorization: string): Promise<number> {
  return (await api.send({ url: '/hello', headers: { authorization } })).statusCode
}

async function statuses(api: Api, authorization: string, times: number): Promise<number[]> {
  const answers: number[] = []
  for (let turn = 0; turn < times; turn++) answers.push(await call(api, authorization))
  return answers
}

t.test('instances count together', { skip }, async t => {
  const redis = await startRedis(t)
  const { log } = recordMessages()
  const stores = [redis.url, redis.url].map(url => connectSharedStore(url, log, patient))
  t.teardown(() => Promise.all(stores.map(store => store.close())))
  await Promise.all(stores.map(store => once(store.redis, 'ready')))
  const first = await startInstance(t, stores[0] as SharedStore)
  const { issuer, jwksUri, clients } = first.pool
  const second = await startApi(t, {
    limits: { perPrincipal: 6, failuresPerAddress: 4, store: stores[1] },
    // One user pool for both.
    cognito: { issuer, jwksUri, clientId: clients.map(({ id }) => id) },
  })

  t.test('the requests of a principal', async t => {
    const authorization = `Bearer ${await first.pool.machineToken()}`
    t.strictSame(await statuses(first, authorization, 3), [200, 200, 200])
    const fourth = await second.send({ url: '/hello', headers: { authorization } })
    t.match(fourth.headers, {
      ratelimit: /^"principal";r=2;t=\d+$/,
      'ratelimit-policy': '"principal";q=6;w=60',
    })
    t.strictSame(await statuses(second, authorization, 3), [200, 200, 429])
    t.equal(await call(first, authorization), 429)
    t.strictSame(
      stores.map(store => store.isAvailable),
      [true, true],
    )
  })

  t.test('bad tokens from an address', async t => {
    t.strictSame(await statuses(first, 'Bearer nonsense', 3), [401, 401, 401])
    const counted = () => stores[0]?.redis.get('rate-limit:address:127.0.0.1')
    await until(async () => (await counted()) === '3')
    t.equal(await call(second, 'Bearer nonsense'), 401)
    const bob = await first.bearer({ user: 'bob@example.com', scopes: [] })
    // A token without enough rights counts for neither limit, so it is the one above that shuts the address out.
    let refused = await second.send({ url: '/orders', headers: bob })
    await until(async () => {
      refused = await second.send({ url: '/orders', headers: bob })
      return refused.statusCode === 429
    })
    t.match(refused.headers, { ratelimit: /^"address";r=0;t=\d+$/, 'retry-after': /^\d+$/ })
  })
})

t.test('bad tokens that come at once do not outrun the count in Redis', { skip }, async t => {
  const redis = await startRedis(t)
  const store = connectSharedStore(redis.url, recordMessages().log, patient)
  t.teardown(store.close)
  await once(store.redis, 'ready')
  const api = await startInstance(t, store)
  const answers = await Promise.all(Array.from({ length: 50 }, () => call(api, 'Bearer nonsense')))
  t.strictSame(answers.toSorted(), [...Array(4).fill(401), ...Array(46).fill(429)])
})

t.test('an outage of Redis', { skip }, async t => {
  const redis = await startRedis(t)
  const { log, messages } = recordMessages()
  const store = connectSharedStore(redis.url, log, patient)
  t.teardown(store.close)
  await once(store.redis, 'ready')
  const api = await startInstance(t, store)
  const { authorization } = await api.bearer()
  t.strictSame(await statuses(api, authorization, 5), [200, 200, 200, 200, 200])

  await redis.kill()
  t.strictSame(
    await statuses(api, authorization, 7),
    [200, 200, 200, 200, 200, 200, 429],
    'this instance counts for itself, from the beginning',
  )
  t.equal(store.isAvailable, false)
  t.strictSame(messages, [away])

  await redis.start()
  if (store.redis.status !== 'ready') await once(store.redis, 'ready')
  // Until the rest is over, it is not asked.
  await until(async () => (await call(api, authorization)) !== 429)
  t.equal(store.isAvailable, true)
  t.strictSame(messages, [away, back])
})

t.test('a Redis that hangs keeps nobody waiting for long', { skip }, async t => {
  const redis = await startRedis(t)
  const { log, messages } = recordMessages()
  const store = connectSharedStore(redis.url, log, 1000)
  t.teardown(store.close)
  await once(store.redis, 'ready')
  const api = await startInstance(t, store)
  const { authorization } = await api.bearer()
  t.equal(await call(api, authorization), 200)

  redis.freeze(true)
  t.teardown(() => redis.freeze(false))
  const answers = await Promise.all(Array.from({ length: 20 }, () => call(api, authorization)))
  t.strictSame(answers.sort(), [...Array(6).fill(200), ...Array(14).fill(429)])
  t.strictSame(messages, [away])
  let asked = false
  t.equal(await store.attempt(async () => (asked = true)), undefined, 'it rests')
  t.equal(asked, false)

  redis.freeze(false)
  await until(async () => (await store.attempt(() => store.redis.ping())) !== undefined)
  t.strictSame(messages, [away, back])
})

/** Something that says it is Redis, and answers every script with the same. */
async function startPretender(t: Test, answer: string) {
  const said = { answer, connections: 0 }
  const server = createServer(socket => {
    said.connections++
    socket.on('error', () => {})
    socket.on('data', data => {
      for (const [, name = ''] of String(data).matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        const isScript = name.startsWith('eval')
        socket.write(isScript ? said.answer : name === 'info' ? '$7\r\nredis:1\r\n' : '+OK\r\n')
      }
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close())
  const { log, messages } = recordMessages()
  const { port } = server.address() as { port: number }
  const store = connectSharedStore(`redis://127.0.0.1:${port}`, log, patient)
  t.teardown(store.close)
  await once(store.redis, 'ready')
  return { said, store, messages }
}

t.test('what a script cannot have answered is no count', async t => {
  for (const answer of ['$-1', '+OK', '*0', '*2\r\n:1\r\n$-1', '*3\r\n:1\r\n:1\r\n:1', ':5']) {
    const { store, messages } = await startPretender(t, `${answer}\r\n`)
    const api = await startInstance(t, store)
    const { authorization } = await api.bearer()
    t.strictSame(await statuses(api, authorization, 7), [...Array(6).fill(200), 429], answer)
    t.strictSame(messages, [away])
  }
})

t.test('a Redis that only reads is left for the one that took its place', async t => {
  const readOnly = "READONLY You can't write against a read only replica."
  for (const answer of [readOnly, `ERR Error running script: @user_script: 1: -${readOnly}`]) {
    await t.test(answer, t => leavesReader(t, `-${answer}\r\n`))
  }
})

async function leavesReader(t: Test, answer: string): Promise<void> {
  const { said, store, messages } = await startPretender(t, answer)
  let cutOff = (_: Error) => {}
  const underWay = store.attempt(
    () =>
      new Promise((_, reject) => {
        cutOff = reject
      }),
  )
  const api = await startInstance(t, store)
  const { authorization } = await api.bearer()
  t.equal(await call(api, authorization), 200)
  t.strictSame(messages, [away])
  cutOff(new Error('what was under way as the connection was left'))
  await underWay
  await until(() => said.connections === 2)
  if (store.redis.status !== 'ready') await once(store.redis, 'ready')
  t.strictSame(messages, [away], 'that it is ready is no news')
  await until(async () => (await store.attempt(() => store.redis.ping())) !== undefined)
  t.strictSame(messages, [away, back])
}

t.test('no Redis at all', async t => {
  const port = await freePort()
  const { log, messages } = recordMessages()
  const store = connectSharedStore(`redis://127.0.0.1:${port}`, log)
  t.teardown(store.close)
  const api = await startInstance(t, store)
  const { authorization } = await api.bearer()
  t.strictSame(await statuses(api, authorization, 7), [200, 200, 200, 200, 200, 200, 429])
  t.strictSame(await statuses(api, 'Bearer nonsense', 5), [401, 401, 401, 401, 429])
  t.strictSame(messages, [away])
})
