import { type ChildProcess, fork } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { until } from '../support/until.ts'
import { createUserPool } from '../support/user-pool.ts'

const host = fileURLToPath(new URL('../../bench/servers/host.mjs', import.meta.url))
const plugin = new URL('../../src/cognito/index.ts', import.meta.url).href

/** The servers of the benchmark that are made of this project, each with an address in it. */
const servers = [
  ['ours', '/guarded'],
  ['service', '/hello'],
  ['orders', '/orders'],
] as const

for (const [name, path] of servers) {
  t.test(`the benchmark's server "${name}" tells good tokens from bad ones`, async t => {
    const pool = await createUserPool()
    t.teardown(() => pool.close())
    const [alice] = pool.users
    const key = createPublicKey({ key: { ...pool.keySet.keys[0] }, format: 'jwk' })
    const child = fork(host, [
      name,
      JSON.stringify({
        plugin,
        issuer: pool.issuer,
        publicKeyPem: key.export({ type: 'spki', format: 'pem' }),
        clientId: pool.client('web').id,
        resourceServer: 'orders',
        scopes: ['order.read', 'order.write'],
        requiredScope: 'order.read',
        cacheSize: 10,
        databaseUrl: `file:${t.testdir()}/orders.db`,
        customer: alice?.sub,
        orderId: '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4aff',
      }),
    ])
    t.teardown(() => child.kill())
    const port = await portOf(child)
    const statusFor = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` }
      const reply = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
      await reply.arrayBuffer()
      return reply.status
    }
    // On a busy machine, the keys may come at the second try.
    const good = await pool.accessToken()
    await until(async () => (await statusFor(good)) !== 503)
    t.equal(await statusFor(good), 200)
    t.equal(await statusFor(await pool.forge('signature-zeros')), 401)
  })
}

async function portOf(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The server ended with code ${code}`)
  })
  const [{ port }] = await Promise.race([once(child, 'message'), ended])
  return port
}
