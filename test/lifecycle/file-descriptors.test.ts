import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { startProcess } from '../start/service-process.ts'
import { freePort } from '../support/free-port.ts'
import { until } from '../support/until.ts'
import { createUserPool } from '../support/user-pool.ts'

const fileDescriptors = 512

t.test('more connections than file descriptors end no process', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const port = await freePort()
  const service = startProcess(t, {
    fileDescriptors,
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      METRICS_PORT: String(await freePort()),
      DATABASE_URL: `file:${t.testdir()}/orders.db`,
      COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
      COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(','),
      COGNITO_ISSUER: pool.issuer,
      COGNITO_JWKS_URI: pool.jwksUri,
    },
  })
  const url = `http://127.0.0.1:${port}/livez`
  const isServed = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
  await until(isServed)

  const open = () => connect(port, '127.0.0.1').on('error', () => {})
  const kept = open()
  const flood = Array.from({ length: 2 * fileDescriptors }, open)
  t.teardown(() => {
    for (const socket of [kept, ...flood]) socket.destroy()
  })
  // Longer than whatever looks at the state of the process takes to come round.
  for (let times = 0; times < 8; times++) {
    await sleep(300)
    kept.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n')
    const [answer] = await Promise.race([once(kept, 'data'), once(kept, 'close')])
    t.match(String(answer), /^HTTP\/1\.1 200 OK/)
  }
  for (const socket of flood) socket.destroy()
  await until(isServed)
  service.kill('SIGTERM')
  t.strictSame(await service.ended, { code: 0, signal: null })
})
