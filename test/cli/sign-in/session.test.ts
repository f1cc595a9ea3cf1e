import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { decodeJwt, SignJWT } from 'jose'
import t from 'tap'
import { newFolder } from '../../support/folder.ts'
import { commandLine } from '../run-cli.ts'
import { logIn, startFolder, tokenFile } from './folder.ts'
import { grownOld, remembered } from './remembered.ts'

const folder = await startFolder(t, newFolder())
const { cwd, env, pool } = folder
const run = commandLine(cwd, env)

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
  t.equal(report.expiresAt, decodeJwt(remembered(folder).accessToken).exp)
})

t.test('a sign-in that has ended elsewhere', async t => {
  await pool.signOutEverywhere('alice@example.com')
  await grownOld(folder, 'accessToken')
  t.strictSame(await run('whoami'), {
    code: 1,
    out: '',
    err: 'The sign-in has ended: run login again.\n',
  })
})

t.test('logout revokes the refresh token and forgets the rest', async t => {
  await logIn(folder)
  const { refreshToken } = remembered(folder)
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

t.test('scopes may be taken away by a trigger', async t => {
  await logIn(folder)
  const tokens = remembered(folder)
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
  const file = tokenFile(folder)
  for (const spoil of [() => writeFileSync(file, 'garbage'), () => chmodSync(file, 0o644)]) {
    await logIn(folder)
    spoil()
    t.strictSame(await run('logout'), {
      code: 1,
      out: '',
      err: 'What was kept of the sign-in cannot be trusted, and is deleted without revoking its refresh token: if somebody else may have read it, sign out everywhere at the user pool.\n',
    })
    t.strictSame(await run('logout'), { code: 0, out: '', err: 'Nobody was signed in.\n' })
  }
})
