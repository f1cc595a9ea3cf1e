import { createServer } from 'node:net'
import t, { type Test } from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { createLogger } from '../../src/logging/logger.ts'
import { startWebClientBeside } from '../../src/start/web-client.ts'
import { freePort } from '../support/free-port.ts'
import { createUserPool } from '../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const logger = createLogger({ level: 'silent', pretty: false })

async function beside(t: Test, port: number, userPool = pool) {
  const config = loadConfig({ WEB_PORT: String(port) })
  const { description, close } = await startWebClientBeside(config, userPool, logger)
  t.teardown(close)
  return { description, close }
}

t.test('says where it is, and is there until it is closed', async t => {
  const port = await freePort()
  const { description, close } = await beside(t, port)
  const url = `http://localhost:${port}`
  t.equal(description, `${url}  to sign in, see your tokens and call the API`)
  t.equal((await fetch(url)).status, 200)
  await close()
  const again = await beside(t, port)
  t.equal(again.description, description, 'the port is free again')
})

t.test('listens where its address says, whatever the API does', async t => {
  const port = String(await freePort())
  for (const [settings, address] of [
    [{ HOST: '::1' }, 'localhost'],
    [{ WEB_URL: `http://127.0.0.1:${port}` }, '127.0.0.1'],
  ] as const) {
    const config = loadConfig({ WEB_PORT: port, ...settings })
    const { description, close } = await startWebClientBeside(config, pool, logger)
    t.match(description, `http://${address}:${port} `)
    const { status } = await fetch(`http://${address}:${port}`)
    await close()
    t.equal(status, 200)
  }
})

t.test('the API starts without it where its port is taken', async t => {
  const port = await freePort()
  const other = createServer()
  await new Promise<void>(resolve => other.listen(port, 'localhost', resolve))
  t.teardown(() => void other.close())
  const { description, close } = await beside(t, port)
  t.equal(description, `not running: port ${port} is taken, set WEB_PORT to another`)
  await close()
})

t.test('and where the pool has no app client for it', async t => {
  const own = await createUserPool({ clients: [{ name: 'app', flows: ['USER_SRP_AUTH'] }] })
  t.teardown(own.close)
  const { description } = await beside(t, await freePort(), own)
  t.equal(
    description,
    'not running: The local user pool has no app client named web: add it to user-pool.json',
  )
})
