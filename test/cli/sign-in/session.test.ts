import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, SignJWT } from 'jose'
import t, { type Test } from 'tap'
import { newFolder } from '../../support/folder.ts'
import { commandLine } from '../run-cli.ts'
import { asOnAws, logIn, startFolder, tokenFile } from './folder.ts'

const folder = await startFolder(t, newFolder())
const { cwd, env, pool } = folder
const run = commandLine(cwd, env)
const remembered = () => JSON.parse(readFileSync(tokenFile(folder), 'utf8'))

/** The same tokens as if they had been issued long ago; nobody looks at their signature. */
async function grownOld(name: 'accessToken' | 'idToken', exp = 1): Promise<void> {
  const tokens = remembered()
  const old = new SignJWT({ ...decodeJwt(tokens[name]), exp }).setProtectedHeader({ alg: 'HS256' })
  tokens[name] = await old.sign(new Uint8Array(32))
  writeFileSync(tokenFile(folder), JSON.stringify(tokens))
}

t.test('nobody is signed in', async t => {
  const line = `Nobody is signed in at ${pool.issuer}: run login first.\n`
  t.strictSame(await run('whoami'), { code: 1, out: '', err: line })
  t.strictSame(await run('logout'), { code: 0, out: '', err: 'Nobody was signed in.\n' })
  t.strictSame(await run('logout', '--json'), { code: 0, out: '{"signedOut":false}\n', err: '' })
})

t.test('who is signed in, for how long, and what that allows', async t => {
  await logIn(folder, '--scope', 'order.write,aws.cognito.signin.user.admin')
  const { sub } = pool.user('alice@example.com')
  const { code, out, err } = await run('whoami')
  t.strictSame({ code, err }, { code: 0, err: '' })
  t.equal(
    out.replace(/\d+ (seconds|minutes?)/, 'a time'),
    [
      `Signed in as alice@example.com (${sub}), in admin.`,
      `User pool ${pool.issuer}, app client ${pool.client('cli').id}.`,
      'The access token is good for a time, and renewed by itself after that.',
      'It allows:',
      '  openid                         Say who you are',
      '  orders/order.write             Place, change and cancel orders',
      '  aws.cognito.signin.user.admin  See and change your account in the user pool',
      '',
    ].join('\n'),
  )
  const report = JSON.parse((await run('whoami', '--json')).out)
  t.match(report, { username: sub, sub, groups: ['admin'], issuer: pool.issuer })
  t.equal(report.expiresAt, decodeJwt(remembered().accessToken).exp)
})

t.test('tokens that have run out, or soon will, are renewed in silence', async t => {
  for (const name of ['accessToken', 'idToken'] as const) {
    for (const exp of [1, Math.floor(Date.now() / 1000) + 20]) {
      await grownOld(name, exp)
      const { code, err } = await run('whoami')
      t.strictSame({ code, err }, { code: 0, err: '' })
      t.ok((decodeJwt(remembered()[name]).exp ?? 0) > Date.now() / 1000 + 3000)
      t.equal(statSync(tokenFile(folder)).mode & 0o777, 0o600)
    }
  }
  const before = readFileSync(tokenFile(folder), 'utf8')
  await run('whoami')
  t.equal(readFileSync(tokenFile(folder), 'utf8'), before, 'not while they are good')
})

t.test('a sign-in that has ended elsewhere', async t => {
  await pool.signOutEverywhere('alice@example.com')
  await grownOld('accessToken')
  t.strictSame(await run('whoami'), {
    code: 1,
    out: '',
    err: 'The sign-in has ended: run login again.\n',
  })
})

t.test('logout revokes the refresh token and forgets the rest', async t => {
  await logIn(folder)
  const { refreshToken } = remembered()
  const file = tokenFile(folder)
  t.strictSame(await run('logout'), { code: 0, out: '', err: 'Signed out.\n' })
  t.throws(() => readFileSync(file), { code: 'ENOENT' })
  const answer = await fetch(pool.tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: pool.client('cli').id,
      refresh_token: refreshToken,
    }),
  })
  t.strictSame(await answer.json(), { error: 'invalid_grant' })
  await logIn(folder)
  t.strictSame(await run('logout', '--json'), { code: 0, out: '{"signedOut":true}\n', err: '' })
})

t.test('logout forgets the tokens, whether or not the user pool can be asked', async t => {
  await logIn(folder)
  const file = tokenFile(folder)
  pool.goDown()
  t.strictSame(await run('logout'), {
    code: 1,
    out: '',
    err: `The local user pool at ${pool.origin} does not answer (UND_ERR_SOCKET): start it with npm start.\n`,
  })
  pool.comeBack()
  t.throws(() => readFileSync(file), { code: 'ENOENT' })
})

t.test('an app client that cannot revoke, and tokens that cannot be renewed', async t => {
  const other = await startFolder(t, t.testdir(), { revocation: false, readAttributes: ['name'] })
  await logIn(other, '--scope', 'order.read')
  const { sub } = other.pool.user('alice@example.com')
  const whoami = await commandLine(other.cwd, other.env)('whoami')
  t.match(whoami.out, `Signed in as ${sub} (${sub})`, 'the app client may not read the email')
  const text = readFileSync(tokenFile(other), 'utf8')
  t.strictSame(await commandLine(other.cwd, other.env)('logout'), {
    code: 1,
    out: '',
    err: 'The refresh token cannot be revoked: the user pool refuses it (invalid_request), run login again.\n',
  })
  await logIn(other, '--scope', 'order.read')
  const tokens = { ...JSON.parse(text), accessToken: await pool.accessToken({ expiresIn: -60 }) }
  writeFileSync(tokenFile(other), JSON.stringify({ ...tokens, refreshToken: '' }))
  t.match(await commandLine(other.cwd, other.env)('whoami'), {
    code: 1,
    err: /^The tokens cannot be renewed: /,
  })
})

t.test('refresh tokens that rotate', async t => {
  const rotating = await startFolder(t, t.testdir(), {
    refreshTokenRotation: { gracePeriodSeconds: 0 },
  })
  await logIn(rotating)
  const read = () => JSON.parse(readFileSync(tokenFile(rotating), 'utf8'))
  const first = read()
  for (const _ of [1, 2]) {
    const old = await pool.accessToken({ expiresIn: -60 })
    writeFileSync(tokenFile(rotating), JSON.stringify({ ...read(), accessToken: old }))
    t.equal((await commandLine(rotating.cwd, rotating.env)('whoami')).code, 0)
  }
  t.not(read().refreshToken, first.refreshToken)
})

/** A domain of the same user pool, whose token endpoint answers as told. */
async function domainThat(t: Test, answer: () => Promise<[status: number, body: object]>) {
  const server = createServer(async (_request, response) => {
    const [status, body] = await answer()
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, 'localhost')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

t.test('another command has renewed the tokens meanwhile', async t => {
  await logIn(folder)
  const good = readFileSync(tokenFile(folder), 'utf8')
  await grownOld('accessToken')
  const domain = await domainThat(t, async () => {
    writeFileSync(tokenFile(folder), good)
    return [400, { error: 'invalid_grant' }]
  })
  const aws = { ...asOnAws(folder), COGNITO_DOMAIN: domain }
  t.equal((await commandLine(cwd, aws)('whoami')).code, 0)
})

t.test('another command has signed out meanwhile', async t => {
  await logIn(folder)
  await grownOld('accessToken')
  const clientId = pool.client('cli').id
  const file = tokenFile(folder)
  const domain = await domainThat(t, async () => {
    rmSync(file)
    return [
      200,
      {
        token_type: 'Bearer',
        access_token: await pool.accessToken({ clientId }),
        id_token: await pool.idToken({ clientId }),
      },
    ]
  })
  const aws = { ...asOnAws(folder), COGNITO_DOMAIN: domain }
  t.equal((await commandLine(cwd, aws)('whoami')).code, 0)
  t.notOk(existsSync(file), 'and stays so')
  await logIn(folder)
})

t.test('renewed tokens are those of the same user', async t => {
  await grownOld('accessToken')
  const user = 'bob@example.com'
  const clientId = pool.client('cli').id
  const domain = await domainThat(t, async () => [
    200,
    {
      token_type: 'Bearer',
      access_token: await pool.accessToken({ user, clientId }),
      id_token: await pool.idToken({ user, clientId }),
    },
  ])
  const aws = { ...asOnAws(folder), COGNITO_DOMAIN: domain }
  t.strictSame(await commandLine(cwd, aws)('whoami'), {
    code: 1,
    out: '',
    err: 'The renewed tokens are those of somebody else: run login again.\n',
  })
})

t.test('what is no token is not remembered', async t => {
  const before = readFileSync(tokenFile(folder), 'utf8')
  const id_token = await pool.idToken({ clientId: pool.client('cli').id })
  for (const access_token of ['opaque', `e30.${Buffer.from('{}').toString('base64url')}.x`]) {
    const domain = await domainThat(t, async () => [
      200,
      { token_type: 'Bearer', access_token, id_token },
    ])
    t.strictSame(await commandLine(cwd, { ...asOnAws(folder), COGNITO_DOMAIN: domain })('whoami'), {
      code: 1,
      out: '',
      err: 'The tokens cannot be renewed: what the user pool answered does not fit (ERR_JWT_INVALID), run login again.\n',
    })
  }
  t.equal(readFileSync(tokenFile(folder), 'utf8'), before)
})

t.test('scopes may be taken away by a trigger', async t => {
  await logIn(folder)
  const tokens = remembered()
  const { scope, ...claims } = decodeJwt(tokens.accessToken)
  t.type(scope, 'string')
  for (const without of [claims, { ...claims, scope: '' }]) {
    const token = new SignJWT(without).setProtectedHeader({ alg: 'HS256' })
    const accessToken = await token.sign(new Uint8Array(32))
    writeFileSync(tokenFile(folder), JSON.stringify({ ...tokens, accessToken }))
    const { code, out, err } = await run('whoami')
    t.strictSame({ code, err }, { code: 0, err: '' })
    t.match(out, /It allows:\n$/)
  }
})

t.test('logout leaves nothing behind that no command can read', async t => {
  await logIn(folder)
  const file = tokenFile(folder)
  writeFileSync(file, 'garbage')
  t.strictSame(await run('logout'), {
    code: 1,
    out: '',
    err: `${file} holds no tokens: run login, which replaces it.\n`,
  })
  t.strictSame(await run('logout'), { code: 0, out: '', err: 'Nobody was signed in.\n' })
})
