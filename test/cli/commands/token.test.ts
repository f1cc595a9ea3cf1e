import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import t from 'tap'
import { newFolder } from '../../support/folder.ts'
import { openInstall } from '../../support/user-pool.ts'
import { commandLine } from '../run-cli.ts'

const cwd = newFolder()
const run = commandLine(cwd)
const allScopes = 'orders/order.read orders/order.write orders/revocation.write'
const pool = await openInstall({ dataFolder: join(cwd, 'data'), origin: 'http://localhost:4100' })

async function claimsOf(...options: string[]) {
  const { code, out, err } = await run('token', ...options)
  t.equal(err, '')
  t.equal(code, 0)
  t.match(out, /^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  return decodeJwt(out.trim())
}

t.test('prints nothing but a token of alice with every scope, good at the pool', async t => {
  const { out } = await run('token')
  const keys = createLocalJWKSet({ keys: pool.keySet.keys.map(key => ({ ...key })) })
  const { payload } = await jwtVerify(out.trim(), keys, { issuer: pool.issuer })
  t.match(payload, {
    sub: pool.user('alice@example.com').sub,
    client_id: pool.client('web').id,
    token_use: 'access',
    scope: allScopes,
    'cognito:groups': ['admin'],
  })
  t.equal(Number(payload.exp) - Number(payload.iat), 3600)
})

t.test('--scope can be repeated, and holds several, in short or in full', async t => {
  for (const options of [
    ['--scope', 'order.write', '--scope', 'order.read'],
    ['--scope=order.write,order.read'],
    ['--scope', ' orders/order.write  orders/order.read '],
    ['--scope', 'order.write, order.read'],
  ]) {
    t.equal((await claimsOf(...options)).scope, 'orders/order.write orders/order.read')
  }
  t.equal((await claimsOf('--scope', 'openid')).scope, 'openid')
})

t.test('--user is for somebody else', async t => {
  const claims = await claimsOf('--user', 'bob@example.com')
  t.equal(claims.sub, pool.user('bob@example.com').sub)
  t.notOk('cognito:groups' in claims)
})

t.test('--machine is for no user', async t => {
  const { id } = pool.client('machine')
  const everything = await claimsOf('--machine')
  t.match(everything, { sub: id, client_id: id, scope: allScopes })
  t.notOk('username' in everything)
  t.equal((await claimsOf('--machine', '--scope', 'order.read')).scope, 'orders/order.read')
})

t.test('--id-token is the ID token', async t => {
  const claims = await claimsOf('--id-token', '--user', 'bob@example.com')
  t.match(claims, { token_use: 'id', email: 'bob@example.com', aud: pool.client('web').id })
})

t.test('--expires-in is a time to come or one past', async t => {
  for (const [text, seconds] of [
    ['900', 900],
    ['30s', 30],
    ['15m', 900],
    ['24h', 86_400],
    ['86400', 86_400],
  ] as const) {
    const { exp, iat } = await claimsOf('--expires-in', text)
    t.equal(Number(exp) - Number(iat), seconds, text)
  }
  for (const options of [['--expires-in', '-1m'], ['--expires-in=-60'], ['--expires-in', '-0']]) {
    for (const kind of [[], ['--machine'], ['--id-token']]) {
      const { exp, iat } = await claimsOf(...options, ...kind)
      t.ok(Number(exp) * 1000 <= Date.now(), options.join(' '))
      t.equal(Number(exp) - Number(iat), 3600)
    }
  }
})

t.test('a scope that is asked for twice is in the token once', async t => {
  const twice = ['--scope', 'order.read,orders/order.read', '--scope', 'order.read']
  t.equal((await claimsOf(...twice)).scope, 'orders/order.read')
  t.equal((await claimsOf('--machine', ...twice)).scope, 'orders/order.read')
})

t.test('what cannot be asked for is a wrong command line that names what can', async t => {
  const webScopes = [
    'openid, email, phone, profile, aws.cognito.signin.user.admin,',
    'orders/order.read, orders/order.write, orders/revocation.write',
  ].join(' ')
  const users = 'There are alice@example.com and bob@example.com.'
  const time = 'is not a time of at most 24h, such as 900, 30s, 15m or 2h.'
  for (const [options, message] of [
    [
      ['--scope', 'order.wirte'],
      `The app client web has no scope order.wirte. Did you mean order.write? It has ${webScopes}.`,
    ],
    [
      ['--scope', 'order.read,orders/order.raed'],
      `The app client web has no scope orders/order.raed. Did you mean orders/order.read? It has ${webScopes}.`,
    ],
    [
      ['--machine', '--scope', 'openid'],
      'The app client machine has no scope openid. It has orders/order.read, orders/order.write, orders/revocation.write.',
    ],
    [['--scope', ','], '--scope needs a value.'],
    [['--user', 'alice'], `Unknown user alice. Did you mean alice@example.com? ${users}`],
    [['--user', 'x@y.z'], `Unknown user x@y.z. ${users}`],
    [['--expires-in', '25h'], `--expires-in 25h ${time}`],
    [['--expires-in', '-25h'], `--expires-in -25h ${time}`],
    [['--expires-in', '1d'], `--expires-in 1d ${time}`],
    [['--expires-in', '1.5'], `--expires-in 1.5 ${time}`],
    [['--machine', '--user', 'bob@example.com'], '--machine and --user do not go together.'],
    [['--machine', '--id-token'], '--machine and --id-token do not go together.'],
    [['--id-token', '--scope', 'openid'], '--id-token and --scope do not go together.'],
  ] as const) {
    const outcome = await run('token', ...options)
    t.strictSame(outcome, { code: 2, out: '', err: `${message} See --help.\n` })
  }
})

t.test('in a pool of one’s own, by an app client that can', async t => {
  const folder = t.testdir()
  const inFolder = commandLine(folder)
  const configure = (configuration: object) =>
    writeFile(join(folder, 'user-pool.json'), JSON.stringify(configuration))
  const clients = [
    { name: 'robot', flows: ['client_credentials'], secret: true },
    { name: 'spa', flows: ['code'], callbackUrls: ['http://localhost:1/'] },
  ]
  await configure({ users: [{ email: 'carol@example.com', password: 'a secret 1A' }], clients })
  const ids = new Map<string, unknown>()
  for (const option of ['--user=carol@example.com', '--id-token', '--machine']) {
    const { out, err } = await inFolder('token', option)
    t.equal(err, '')
    const { client_id, aud } = decodeJwt(out.trim())
    ids.set(option, client_id ?? aud)
  }
  const install = await openInstall({
    dataFolder: join(folder, 'data'),
    origin: 'http://localhost:4100',
    clients: clients as never,
    users: [{ email: 'carol@example.com', password: 'a secret 1A' }],
  })
  t.strictSame(
    [...ids.values()],
    [install.client('spa').id, install.client('spa').id, install.client('robot').id],
  )

  await configure({ users: [], clients: [] })
  const failure = async (...options: string[]) => {
    const { code, out, err } = await inFolder('token', ...options)
    t.strictSame({ code, out }, { code: 1, out: '' })
    return err
  }
  t.equal(
    await failure('--machine'),
    'No app client of the local user pool has the flow client_credentials: add one to user-pool.json.\n',
  )
  t.equal(await failure(), 'The local user pool has no user: add one to user-pool.json.\n')
  await configure({ clients: [] })
  t.equal(
    await failure(),
    'No app client of the local user pool has the flow code: add one to user-pool.json.\n',
  )
})

t.test('--json is an answer as of a token endpoint', async t => {
  const answer = async (...options: string[]) =>
    JSON.parse((await run('token', '--json', ...options)).out)
  const { access_token, ...others } = await answer('--expires-in', '5m')
  t.strictSame(others, { token_type: 'Bearer', expires_in: 300 })
  t.equal(decodeJwt(access_token).token_use, 'access')
  const { id_token, ...rest } = await answer('--id-token')
  t.strictSame(rest, { token_type: 'Bearer', expires_in: 3600 })
  t.equal(decodeJwt(id_token).token_use, 'id')
})
