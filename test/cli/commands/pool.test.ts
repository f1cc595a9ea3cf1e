import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { main } from '../../../src/cli/cli.ts'
import { newFolder } from '../../support/folder.ts'
import { openInstall } from '../../support/user-pool.ts'
import { createTestBrowser, page } from '../../user-pool/browser.ts'
import { requestPath } from '../../user-pool/oauth/relying-party.ts'
import { commandLine, noInput } from '../run-cli.ts'

// One install for all that need not be another, because making keys takes its time.
const cwd = newFolder()

/** Runs the command; does the work while the pool runs, with the address it is at. */
async function running(
  argv: readonly string[],
  work: (origin: string) => Promise<void>,
  env: Record<string, string> = {},
  folder = cwd,
) {
  const written = { out: '', err: '' }
  const code = await main(['pool', ...argv], {
    env,
    cwd: folder,
    input: noInput,
    out: text => {
      written.out += text
    },
    err: text => {
      written.err += text
    },
    untilStopped: async () => {
      const [origin = ''] = /http:\/\/localhost:\d+/.exec(written.out + written.err) ?? []
      await work(origin)
    },
  })
  return { code, ...written }
}

t.test('runs the pool alone until it is stopped, and says what there is', async t => {
  let address = ''
  const { code, out, err } = await running(['--port', '0'], async origin => {
    address = origin
    t.equal((await fetch(`${origin}/_dev/inbox`)).status, 200)
  })
  t.equal(code, 0)
  t.equal(out, '')
  const pool = await openInstall({ dataFolder: join(cwd, 'data'), origin: address })
  for (const part of [
    `  User pool    ${address}  the local one, for development: nothing leaves this machine\n`,
    `  Issuer       ${pool.issuer}\n`,
    `  Mails        ${address}/_dev/inbox\n`,
    '  User         alice@example.com  alice-password  admin\n',
    `  App client   web  ${pool.client('web').id}\n`,
    `  App client   machine  ${pool.client('machine').id}  secret ${pool.client('machine').secret}\n`,
  ]) {
    t.ok(err.includes(part), part)
  }
  await t.rejects(fetch(address), { message: 'fetch failed' })
})

t.test('--json is one line on stdout, for programs', async t => {
  const { out, err } = await running(['--port=0', '--json'], async () => {})
  t.equal(err, '')
  t.match(out, /^[^\n]+\n$/)
  const description = JSON.parse(out)
  t.match(description, { users: [{ email: 'alice@example.com' }, {}], region: 'eu-central-1' })
})

t.test('of users who have a password of their own, none is shown', async t => {
  const { err } = await running(['--port', '0'], async origin => {
    const pool = await openInstall({ dataFolder: join(cwd, 'data'), origin })
    const browser = createTestBrowser(origin)
    const form = page(await browser.open(requestPath(pool, {}, '/signup')))
    await browser.submit(form, { email: 'carol@example.com', password: 'carol-password' })
  })
  t.match(err, 'carol@example.com')
  const again = await running(['--port', '0'], async () => {})
  t.notMatch(again.err, 'carol@example.com')
  const status = await commandLine(cwd)('status')
  t.match(status.out, /^ {2}carol@example\.com +a password of their own +no group/m)
  t.notMatch(status.out, 'carol-password')
})

t.test('mails are on stderr', async t => {
  const { err } = await running(['--port', '0'], async origin => {
    const pool = await openInstall({ dataFolder: join(cwd, 'data'), origin })
    const browser = createTestBrowser(origin)
    const form = page(await browser.open(requestPath(pool, {}, '/forgotPassword')))
    await browser.submit(form, { username: 'alice@example.com' })
  })
  t.match(err, /Mail to alice@example\.com: Your password reset code is \d{6}\n/)
})

t.test('--reset forgets what the folder holds of the pool', async t => {
  const folder = t.testdir({ data: { 'orders.db': '' } })
  const idOf = async (...options: string[]) => {
    const { out } = await running(['--port=0', '--json', ...options], async () => {}, {}, folder)
    return (JSON.parse(out) as { userPoolId: string }).userPoolId
  }
  const first = await idOf()
  t.equal(await idOf(), first)
  t.not(await idOf('--reset'), first)
  t.strictSame((await readdir(join(folder, 'data'))).sort(), ['orders.db', 'user-pool.json'])
})

t.test(
  'user-pool.json in the folder, or the file that USER_POOL_FILE names, says what it is',
  async t => {
    const folder = t.testdir({
      'user-pool.json': '{ "users": [] }',
      'other.json': '{ "users": [{ "email": "c@example.com", "password": "password" }] }',
    })
    const usersOf = async (env = {}) => {
      const { out } = await running(['--port=0', '--json'], async () => {}, env, folder)
      return (JSON.parse(out) as { users: { email: string }[] }).users.map(({ email }) => email)
    }
    t.strictSame(await usersOf(), [])
    t.strictSame(await usersOf({ USER_POOL_FILE: 'other.json' }), ['c@example.com'])
    const run = commandLine(folder, { USER_POOL_FILE: 'other.json' })
    const status = JSON.parse((await run('status', '--json')).out)
    t.match(status, { userPool: { users: [{ email: 'c@example.com' }] } })
  },
)

t.test('the address is that of the settings, unless a port is given', async t => {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const run = commandLine(cwd, { USER_POOL_PORT: String(port) })
  t.strictSame(await run('pool'), {
    code: 1,
    out: '',
    err: `Port ${port} is taken: stop what listens there, or choose another with --port or USER_POOL_PORT.\n`,
  })
  await new Promise(resolve => server.close(resolve))
  const env = { USER_POOL_PORT: String(port), USER_POOL_URL: 'http://localhost:1' }
  const { out } = await running(['--json'], async () => {}, env)
  t.match(JSON.parse(out), { origin: 'http://localhost:1' })
})

t.test('a wrong command line, a wrong place, a wrong file: one line each', async t => {
  const run = commandLine(cwd)
  for (const port of ['x', '-1', '65536', '1.5']) {
    t.strictSame(await run('pool', '--port', port), {
      code: 2,
      out: '',
      err: `--port ${port} is not a port: a number from 0 to 65535. See --help.\n`,
    })
  }
  t.strictSame(await commandLine(cwd, { KUBERNETES_SERVICE_HOST: '10.0.0.1' })('pool'), {
    code: 78,
    out: '',
    err: 'The local user pool does not start in a Kubernetes pod (KUBERNETES_SERVICE_HOST is set): set COGNITO_USER_POOL_ID to use a real user pool.\n',
  })
  const folder = t.testdir({ 'user-pool.json': '{ "user": [] }' })
  t.strictSame(await commandLine(folder)('pool', '--port', '0'), {
    code: 1,
    out: '',
    err: 'The local user pool cannot be started: user-pool.json: the file has no member user: did you mean users?\n',
  })
})
