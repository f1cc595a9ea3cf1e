import { decodeJwt, decodeProtectedHeader } from 'jose'
import t from 'tap'
import { newFolder } from '../../support/folder.ts'
import { commandLine } from '../run-cli.ts'
import { asOnAws, logIn, startFolder } from '../sign-in/folder.ts'

const folder = await startFolder(t, newFolder())
const { cwd, env, pool } = folder
const run = commandLine(cwd, env)
const accessToken = await pool.accessToken()
const withClaims = (claims: object, header: object = { alg: 'none' }) =>
  `${[header, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`

async function report(token: string, settings: Record<string, string> = env) {
  const { code, out, err } = await commandLine(cwd, settings)('decode', token, '--json')
  t.strictSame({ code, err }, { code: 0, err: '' })
  return JSON.parse(out)
}

t.test('a token in words: what it is, header and claims, without its signature', async t => {
  const { code, out, err } = await run('decode', accessToken)
  t.strictSame({ code, err }, { code: 0, err: '' })
  const { kid } = decodeProtectedHeader(accessToken)
  const { sub, iat } = decodeJwt(accessToken)
  const issued = new Date(Number(iat) * 1000).toISOString().replace('.000', '')
  t.match(out, /^An access token of a user, good for (59 minutes|1 hour|60 minutes)\.\n/)
  t.match(out, `\nSignature: good, by the key ${kid} of its issuer.\n\nHeader\n  `)
  t.match(out, /^ {2}alg +RS256 +how it is signed; Cognito signs with RS256$/m)
  t.match(out, new RegExp(`^ {2}sub +${sub} +who it is about: the id of the user,`, 'm'))
  t.match(out, new RegExp(`^ {2}iat +${iat} +when it was issued: ${issued}, \\d+ \\w+ ago$`, 'm'))
  t.match(out, /^ {2}cognito:groups +\["admin"\] +the groups of the user$/m)
  t.notMatch(out, accessToken.split('.')[2])
})

t.test('--json has it all, and explains every claim', async t => {
  const { summary, signature, header, claims, meanings } = await report(accessToken)
  t.match(summary, 'An access token of a user, good for ')
  t.equal(signature.verdict, 'good')
  t.strictSame(header, decodeProtectedHeader(accessToken))
  t.strictSame(claims, decodeJwt(accessToken))
  t.strictSame(Object.keys(meanings), Object.keys(claims))
  t.equal(meanings.token_use, 'access is for APIs, id is for the app itself')
})

t.test('each kind of token is told from the others', async t => {
  const summaryOf = async (token: string) => (await report(token)).summary
  t.match(await summaryOf(await pool.idToken()), /^An ID token: it tells the app who signed in/)
  t.match(
    await summaryOf(await pool.machineToken()),
    /^An access token of a program, without a user/,
  )
  t.match(
    await summaryOf(await pool.accessToken({ expiresIn: -600 })),
    /^An access token of a user, which ran out 10 minutes ago\.$/,
  )
  t.equal(await summaryOf(withClaims({})), 'A token that is not one of Cognito, without an end.')
})

t.test('from a pipe, as it is in a header', async t => {
  const input = async function* () {
    yield `Bearer ${accessToken}\n`
  }
  const piped = await commandLine(cwd, env, { input: input() })('decode', '-')
  t.match(piped.out, 'Signature: good')
  const endless = async function* () {
    for (;;) yield 'x'.repeat(100_000)
  }
  const outcome = await commandLine(cwd, env, { input: endless() })('decode', '-')
  t.strictSame(outcome, { code: 1, out: '', err: 'The input is longer than a megabyte.\n' })
})

t.test('a signature that is not good is called that', async t => {
  const [header = '', , signature = ''] = accessToken.split('.')
  const [, payload = ''] = (await pool.machineToken()).split('.')
  const iss = pool.issuer
  const bad = async (token: string) => (await report(token)).signature
  t.strictSame(await bad(`${header}.${payload}.${signature}`), {
    verdict: 'bad',
    reason: 'it was changed, or not signed by its issuer',
  })
  t.strictSame(await bad(withClaims({ iss })), {
    verdict: 'bad',
    reason: 'it is not signed with RS256',
  })
  t.strictSame(await bad(`${withClaims({ iss }, { alg: 'RS256', kid: 'x' })}${signature}`), {
    verdict: 'bad',
    reason: 'its issuer has no key with this kid',
  })
  t.strictSame(await bad(`${withClaims({ iss }, { alg: 'RS256', crit: ['x'], x: 1 })}a`), {
    verdict: 'bad',
    reason: 'its header makes no sense',
  })
})

t.test('the signature of a token from elsewhere is not verified, and that is said', async t => {
  const elsewhere = {
    verdict: 'not verified',
    reason: 'its issuer is not the user pool of the settings',
  }
  t.strictSame((await report(withClaims({ iss: 'https://example.com' }))).signature, elsewhere)
  t.strictSame((await report(withClaims({ iss: 7 }))).signature, elsewhere)
  t.strictSame((await report(withClaims({ iss: `${pool.origin}/other` }))).signature, elsewhere)
  t.match(
    (await run('decode', withClaims({ iss: 'x' }))).out,
    'Signature: not verified, its issuer is not the user pool of the settings.\n',
  )
})

t.test('of a user pool on AWS the keys are fetched', async t => {
  const aws = asOnAws(folder)
  t.equal((await report(accessToken, aws)).signature.verdict, 'good')
  t.equal((await report(withClaims({}), aws)).signature.verdict, 'not verified')
  pool.goDown()
  t.strictSame((await report(accessToken, aws)).signature, {
    verdict: 'not verified',
    reason: 'the keys of its issuer cannot be had',
  })
  pool.comeBack()
})

t.test('claims that others wrote do not steer the terminal', async t => {
  const nasty = withClaims(
    { name: '\u001b[2J', __proto__x: '\u202e', constructor: 1 },
    { alg: 'a', x: '\u0007' },
  )
  const { code, out } = await run('decode', nasty)
  t.equal(code, 0)
  t.notMatch(out, /[^\n -~]/)
  t.match(out, /^ {2}name +\\u001b\[2J +an attribute of the user, or what a trigger added$/m)
  t.match(out, /^ {2}x +\\u0007 +not used by Cognito$/m)
})

t.test('times that are none are shown as they are', async t => {
  const { meanings } = await report(withClaims({ exp: 1e300, iat: 0, nbf: 'x' }))
  t.match(meanings.exp, /: 1e\+300, in \S+ days$/)
  t.match(meanings.iat, /: 1970-01-01T00:00:00Z, \d+ days ago$/)
  t.equal(meanings.nbf, 'from when on it is good')
})

t.test('what is no token, and what only Cognito can read', async t => {
  const none = {
    code: 1,
    out: '',
    err: 'That is no token: give all of it, three parts with a dot between them.\n',
  }
  for (const text of ['x', 'a.b.c', accessToken.slice(0, 200), `${accessToken}.x`]) {
    t.strictSame(await run('decode', text), none)
  }
  t.strictSame(await run('decode', 'eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d'), {
    code: 1,
    out: '',
    err: 'That is encrypted: a refresh token, which Cognito alone can read.\n',
  })
})

t.test('a token on the command line of another command is not repeated', async t => {
  t.strictSame(await run('whoami', accessToken), {
    code: 2,
    out: '',
    err: 'Unexpected argument <token>. See --help.\n',
  })
  t.strictSame(await run(accessToken), {
    code: 2,
    out: '',
    err: 'Unknown command <token>. See --help.\n',
  })
})

t.test('without a token it is that of who is signed in', async t => {
  t.match(await run('decode'), { code: 1, err: /^Nobody is signed in at / })
  await logIn(folder)
  t.match((await run('decode')).out, 'An access token of a user')
  t.match((await run('decode', '--id-token')).out, 'An ID token')
  t.strictSame(await run('decode', '--id-token', 'abc'), {
    code: 2,
    out: '',
    err: 'A token and --id-token do not go together. See --help.\n',
  })
})

t.test('token --signed-in prints that token', async t => {
  const { code, out, err } = await run('token', '--signed-in')
  t.strictSame({ code, err }, { code: 0, err: '' })
  t.match(decodeJwt(out.trim()), { token_use: 'access', client_id: pool.client('cli').id })
  const idToken = await commandLine(cwd, { ...asOnAws(folder) })(
    'token',
    '--signed-in',
    '--id-token',
  )
  t.equal(decodeJwt(idToken.out.trim()).token_use, 'id')
  for (const [option, ...value] of [
    ['user', 'x'],
    ['machine'],
    ['scope', 'x'],
    ['expires-in', '1m'],
  ]) {
    t.strictSame(await run('token', '--signed-in', `--${option}`, ...value), {
      code: 2,
      out: '',
      err: `--signed-in and --${option} do not go together. See --help.\n`,
    })
  }
})
