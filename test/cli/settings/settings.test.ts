import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import t from 'tap'
import { poolFailure } from '../../../src/cli/settings/local-pool.ts'
import { newFolder } from '../../support/folder.ts'
import { commandLine } from '../run-cli.ts'

// One install for all, because making keys takes its time.
const cwd = newFolder()

async function issuerOrigin(env: Record<string, string>, dotenv = ''): Promise<string> {
  await writeFile(join(cwd, '.env'), dotenv)
  const { out } = await commandLine(cwd, env)('token')
  await rm(join(cwd, '.env'))
  return new URL(String(decodeJwt(out.trim()).iss)).origin
}

t.test('the issuer follows USER_POOL_PORT and USER_POOL_URL', async t => {
  t.equal(await issuerOrigin({}), 'http://localhost:4100')
  t.equal(await issuerOrigin({ USER_POOL_PORT: '4101' }), 'http://localhost:4101')
  const env = { USER_POOL_PORT: '4101', USER_POOL_URL: 'http://127.0.0.1:4102' }
  t.equal(await issuerOrigin(env), 'http://127.0.0.1:4102')
})

t.test('.env counts, the real environment wins, and blank means unset', async t => {
  const file = 'USER_POOL_PORT=4103\nCOGNITO_USER_POOL_ID=\n'
  t.equal(await issuerOrigin({}, file), 'http://localhost:4103')
  t.equal(await issuerOrigin({ USER_POOL_PORT: '4104' }, file), 'http://localhost:4104')
  t.equal(await issuerOrigin({ USER_POOL_PORT: ' ' }, file), 'http://localhost:4100')
  t.equal(await issuerOrigin({ COGNITO_USER_POOL_ID: ' ' }, file), 'http://localhost:4103')
})

t.test('the resource server has the name it has for the API', async t => {
  const run = commandLine(cwd, { RESOURCE_SERVER_ID: 'https://api.example' })
  const { out } = await run('token', '--scope', 'order.read')
  t.equal(decodeJwt(out.trim()).scope, 'https://api.example/order.read')
})

t.test('with a user pool of one’s own there is no local token', async t => {
  const run = commandLine(cwd, { COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI' })
  t.strictSame(await run('token'), {
    code: 1,
    out: '',
    err: 'COGNITO_USER_POOL_ID is set, so the local user pool is not in use: unset it for a local token, or use login and --signed-in.\n',
  })
})

t.test('wrong settings are named, all of them', async t => {
  const run = commandLine(cwd, { PORT: 'a', USER_POOL_PORT: 'b' })
  for (const command of ['token', 'status']) {
    const { code, out, err } = await run(command)
    t.strictSame({ code, out }, { code: 78, out: '' })
    t.match(err, /^The settings are wrong:\nPORT .*\nUSER_POOL_PORT .*\n$/)
  }
})

t.test('a data folder that cannot be used is one line', async t => {
  for (const code of ['EACCES', 'EPERM', 'EROFS']) {
    const error = Object.assign(new Error(`${code}: open '/pool/data/.user-pool.json.1'`), { code })
    t.equal(
      poolFailure('started', error, '/pool/data').message,
      `The local user pool cannot be started: this user may not use /pool/data (${code}): mend its rights, or work in another folder.`,
    )
  }
  const port = { code: 'EACCES', syscall: 'listen' }
  const forbidden = Object.assign(new Error('listen EACCES: permission denied'), port)
  t.equal(
    poolFailure('started', forbidden, '/pool/data').message,
    'The local user pool cannot be started: listen EACCES: permission denied.',
  )
  const folder = t.testdir()
  await mkdir(join(folder, 'data'))
  const file = join(folder, 'data', 'user-pool.json')
  await writeFile(file, '{}')
  t.strictSame(await commandLine(folder)('token'), {
    code: 1,
    out: '',
    err: `The local user pool cannot be opened: ${file} does not hold a local user pool: delete it to have a new one made.\n`,
  })
})
