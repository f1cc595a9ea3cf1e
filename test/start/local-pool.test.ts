import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { startLocalPool } from '../../src/start/local-pool.ts'
import { startBlock } from '../../src/start/start-block.ts'
import { freePort } from '../support/free-port.ts'
import { createTestBrowser, page } from '../user-pool/browser.ts'
import { requestPath } from '../user-pool/oauth/relying-party.ts'

// Data folder and configuration file are where the process is.
const folder = t.testdir()
process.chdir(folder)
const lines: string[] = []

async function start(environment: Record<string, string> = {}, reset = false) {
  const config = loadConfig({ USER_POOL_PORT: String(await freePort()), ...environment })
  return startLocalPool(config, environment, { reset, log: line => lines.push(line) })
}

t.test('with a user pool of one’s own there is no local one', async t => {
  const pool = await start({
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    COGNITO_CLIENT_ID: 'a',
  })
  t.equal(pool, undefined)
})

const skip = process.platform !== 'linux' && 'only Linux has all of 127.0.0.0/8'
t.test('it listens where its address says', { skip }, async t => {
  const port = await freePort()
  const origin = `http://127.0.0.2:${port}`
  const pool = await start({ USER_POOL_PORT: String(port), USER_POOL_URL: origin })
  t.teardown(() => pool?.close())
  t.equal((await fetch(String(pool?.jwksUri))).status, 200)
  t.match(pool?.jwksUri, origin)
})

t.test('reset makes another pool', async t => {
  const ids: unknown[] = []
  for (const reset of [false, false, true]) {
    const pool = await start({}, reset)
    ids.push(pool?.userPoolId)
    await pool?.close()
  }
  t.equal(ids[0], ids[1])
  t.not(ids[1], ids[2])
})

t.test('what is mailed is in the log', async t => {
  const pool = await start()
  if (pool === undefined) throw new Error('There is no pool')
  t.teardown(pool.close)
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, {}, '/forgotPassword')))
  await browser.submit(form, { username: 'alice@example.com' })
  t.match(lines.at(-1), /^Mail to alice@example\.com: Your password reset code is \d{6}$/)
})

t.test('a configuration file that is wrong is a wrong setting, a data folder is none', async t => {
  const file = join(folder, 'pool.json')
  const env = { USER_POOL_FILE: file }
  await writeFile(file, '{ "user": [] }')
  await t.rejects(start(env), {
    name: 'ConfigError',
    message: `${file}: the file has no member user: did you mean users?`,
  })
  await writeFile(file, '{ "userPoolId": "x" }')
  await t.rejects(start(env), {
    name: 'ConfigError',
    message: 'User pool configuration: userPoolId x is not of the form eu-central-1_AbCdEfGhI',
  })
  await writeFile(join(folder, 'data', 'user-pool-state.json'), '{')
  await t.rejects(start(), { name: 'StartError', message: /: start with --reset$/ })
  await t.resolves(start({}, true).then(pool => pool?.close()))
})

t.test('a pool that nobody can sign in to has no first call to show', async t => {
  const file = join(folder, 'nobody.json')
  for (const content of ['{ "users": [] }', '{ "clients": [] }']) {
    await writeFile(file, content)
    const pool = await start({ USER_POOL_FILE: file })
    const block = await startBlock('http://localhost:3000', pool)
    await pool?.close()
    t.match(block, 'User pool')
    t.notMatch(block, 'curl')
  }
})

t.test('the password of a user who signed up is nobody else’s', async t => {
  const file = join(folder, 'code.json')
  await writeFile(file, '{ "groups": [] , "users": [] }')
  const pool = await start({ USER_POOL_FILE: file })
  if (pool === undefined) throw new Error('There is no pool')
  t.teardown(pool.close)
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, {}, '/signup')))
  await browser.submit(form, { email: 'carol@example.com', password: 'carol-password' })
  const block = await startBlock('http://localhost:3000', pool)
  t.match(block, 'carol@example.com  a password of their own\n')
  t.match(block, 'curl')
})

t.test('a place that is none for it', async t => {
  await t.rejects(start({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }), {
    name: 'ConfigError',
    message: /^The local user pool does not start in a Kubernetes pod/,
  })
})

t.test('other errors stay what they are', async t => {
  const server = createServer().listen(0, 'localhost')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await t.rejects(start({ USER_POOL_PORT: String(port) }), { code: 'EADDRINUSE' })
})
