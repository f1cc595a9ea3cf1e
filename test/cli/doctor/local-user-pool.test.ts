import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import t from 'tap'
import { newFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { commandLine } from '../run-cli.ts'
import { logIn, startFolder, tokenFile } from '../sign-in/folder.ts'
import { type Check, doctorIn } from './doctor.ts'

const folder = await startFolder(t, newFolder())
const { cwd, env, pool, callbackUrls } = folder
const [cliId, docsId, webId] = ['cli', 'docs', 'web'].map(name => pool.client(name).id)
const docsCallback = 'http://localhost:3000/docs/static/oauth2-redirect.html'
const webCallback = 'http://localhost:4200/oauth/cognito'
const { diagnosis, complaints } = doctorIn(folder)

const goodChecks = (port: string) => [
  { name: 'issuer', result: 'good', finding: pool.issuer },
  { name: 'key set', result: 'good', finding: `2 keys at ${pool.jwksUri}` },
  { name: 'clock', result: 'good', finding: 'as that of the user pool, within 5 seconds' },
  {
    name: 'docs page',
    result: 'good',
    finding: `can sign in with ${docsId} and come back to ${docsCallback}`,
  },
  {
    name: 'web client',
    result: 'good',
    finding: `can sign in with ${webId} and come back to ${webCallback}`,
  },
  ...callbackUrls.map(url => ({
    name: 'command line',
    result: 'good',
    finding: `can sign in with ${cliId} and come back to ${url}`,
  })),
  { name: 'port', result: 'good', finding: `login can listen at ${port}` },
]

t.test('beside a local user pool that runs, nothing is wrong', async t => {
  const { healthy, checks } = await diagnosis()
  t.equal(healthy, true)
  t.strictSame(checks.slice(0, -1), goodChecks(callbackUrls[0] ?? ''))
  t.match(checks.at(-1), { name: 'tokens', result: 'good', finding: /^nobody is signed in, / })
  await logIn(folder)
  const signedIn = await diagnosis()
  t.strictSame(signedIn.checks.at(-1), {
    name: 'tokens',
    result: 'good',
    finding: `signed in, ${tokenFile(folder)}`,
  })
})

t.test('for people it is a page of lines', async t => {
  const { code, out, err } = await commandLine(cwd, env)('doctor')
  t.strictSame({ code, err }, { code: 0, err: '' })
  t.match(out, /^Settings\n {2}NODE_ENV +development +default\n {2}HOST +localhost +default\n/)
  t.match(out, new RegExp(`^ {2}USER_POOL_URL +${pool.origin} +environment$`, 'm'))
  t.match(out, /^ {2}not set: COGNITO_USER_POOL_ID, .*, METRICS_PORT/m)
  t.match(out, `\n\nChecks\n  good     issuer: ${pool.issuer}\n`)
  t.match(out, /\n\nNothing is wrong\.\n$/)
  pool.goDown()
  const down = await commandLine(cwd, env)('doctor')
  pool.comeBack()
  t.equal(down.code, 1)
  t.match(
    down.out,
    `  bad      issuer: ${pool.issuer} does not answer (UND_ERR_SOCKET)\n           start it with npm start\n`,
  )
  t.match(down.out, /\n\nMend what is bad, then run doctor again\.\n$/)
})

t.test('each setting has the value that counts, and who says so', async t => {
  const file = join(cwd, '.env')
  const lines = ['PORT=3001', 'HOST=', 'LOG_LEVEL=debug', 'COGNITO_WEB_CLIENT_SECRET=do-not-show']
  writeFileSync(file, lines.join('\n'))
  const settings = {
    ...env,
    LOG_LEVEL: 'warn',
    DATABASE_URL: 'postgres://orders:do-not-show@localhost:5432/orders?sslpassword=do-not-show&x=1',
    REDIS_URL: ' redis://:do-not-show@localhost ',
  }
  const { out } = await commandLine(cwd, settings)('doctor', '--json')
  rmSync(file)
  t.notMatch(out, 'do-not-show')
  const found = JSON.parse(out).settings
  const setting = (name: string) =>
    found.find((candidate: { name: string }) => candidate.name === name)
  for (const [name, value, source] of [
    ['PORT', '3001', '.env'],
    ['HOST', 'localhost', 'default'],
    ['LOG_LEVEL', 'warn', 'environment'],
    ['PUBLIC_URL', null, 'not set'],
    ['COGNITO_WEB_CLIENT_SECRET', '********', '.env'],
    [
      'DATABASE_URL',
      'postgres://orders:********@localhost:5432/orders?sslpassword=********&x=1',
      'environment',
    ],
    ['REDIS_URL', 'redis://:********@localhost', 'environment'],
    ['METRICS_PORT', null, 'not set'],
  ]) {
    t.strictSame(setting(`${name}`), { name, value, source })
  }
})

t.test('settings that are wrong are named, and nothing else is looked at', async t => {
  const fix = 'correct it in the environment or in .env'
  const found = await complaints({ ...env, PORT: 'x', CORS_ORIGIN: 'y' })
  t.equal(found.length, 2)
  t.match(found[0], /^settings: PORT must be integer \(.*\), for example PORT=3000: correct it/)
  t.equal(found[1], `settings: CORS_ORIGIN is not a setting: write CORS_ORIGINS: ${fix}`)
})

t.test('the local user pool does not run, or cannot be opened', async t => {
  const closed = `http://localhost:${await freePort()}`
  const issuer = `${closed}/${pool.userPoolId}`
  const lines = await complaints({ ...env, USER_POOL_URL: closed })
  t.strictSame(lines.slice(0, 2), [
    `issuer: ${issuer} does not answer (ECONNREFUSED): start it with npm start`,
    `key set: ${issuer}/.well-known/jwks.json does not answer (ECONNREFUSED): start it with npm start`,
  ])
  t.strictSame(
    new Set(lines.slice(2).map(line => line.replace(/^.*?: /, ''))),
    new Set([
      `The user pool domain ${closed} does not answer (ECONNREFUSED): start it with npm start`,
    ]),
  )
  const mistaken = t.testdir({ 'user-pool.json': '{"userz":[],"clients":[{}]}' })
  const [mistakes, ...others] = await complaints({ XDG_CONFIG_HOME: mistaken }, mistaken)
  t.match(
    mistakes,
    /^user pool: The local user pool cannot be opened: user-pool\.json: .*did you mean users\?; clients\[0\].*: correct it there$/,
  )
  t.strictSame(others, [])
  const broken = t.testdir({ data: { 'user-pool.json': '{}' } })
  t.strictSame(await complaints({ XDG_CONFIG_HOME: broken }, broken), [
    `user pool: The local user pool cannot be opened: ${broken}/data/user-pool.json does not hold a local user pool: delete it to have a new one made`,
  ])
})

t.test('callbacks that are not registered', async t => {
  const settings = { ...env, PUBLIC_URL: 'http://localhost:3009', WEB_URL: 'http://localhost:4209' }
  const other = (url: string, id = '') =>
    `${url} is no callback URL of the app client ${id}: add it there in user-pool.json`
  // The local user pool is told of these addresses when it starts.
  t.strictSame(await complaints(settings), [
    `docs page: ${other('http://localhost:3009/docs/static/oauth2-redirect.html', docsId)}`,
    `web client: ${other('http://localhost:4209/oauth/cognito', webId)}`,
  ])
})

t.test('every port is taken', async t => {
  const servers = callbackUrls.map(url => createServer().listen(+new URL(url).port, '127.0.0.1'))
  await Promise.all(servers.map(server => once(server, 'listening')))
  const ports = callbackUrls.map(url => new URL(url).port).join(', ')
  t.strictSame(await complaints(env), [
    `port: Every port that may be signed in on is taken (${ports}): free one, or use --no-browser`,
  ])
  for (const server of servers) server.close()
})

t.test('tokens that are none', async t => {
  const file = tokenFile(folder)
  writeFileSync(file, '{}')
  t.strictSame(await complaints(env), [
    `tokens: ${file} holds no tokens: run login, which replaces it`,
  ])
  rmSync(file)
  mkdirSync(file)
  t.strictSame(await complaints(env), [
    `tokens: ${file} cannot be read (EISDIR): see whose it is, or delete it`,
  ])
  rmSync(file, { recursive: true })
})

t.test('another folder’s user pool has the port', async t => {
  const { checks } = await diagnosis(env, t.testdir())
  const told = checks.filter(({ name }: Check) => /issuer|key set|page|client|line/.test(name))
  const elsewhere =
    'that is not the user pool of this folder, perhaps another one: stop it, then npm start'
  t.match(told, [
    { name: 'issuer', result: 'bad', finding: /answers 404$/, remedy: elsewhere },
    { name: 'key set', result: 'bad', finding: /answers 404$/, remedy: elsewhere },
    ...['docs page', 'web client', 'command line'].map(name => ({
      name,
      result: 'skipped',
      finding: 'the user pool of this folder is not there',
    })),
  ])
  t.equal(told.length, 5)
})

t.test('a local user pool without app clients for people', async t => {
  const clients = [
    { name: 'cli', flows: ['code'], secret: true, callbackUrls: ['http://localhost:1/'] },
  ]
  const bare = t.testdir({ 'user-pool.json': JSON.stringify({ clients }) })
  const { checks } = await diagnosis({ ...env, XDG_CONFIG_HOME: bare }, bare)
  const skips = checks.filter(({ result }: Check) => result === 'skipped')
  t.strictSame(
    skips,
    ['docs page', 'web client', 'command line'].map(name => ({
      name,
      result: 'skipped',
      finding: 'there is no app client for it (user-pool.json)',
    })),
  )
})

t.test('a password that makes an address wrong is not shown either', async t => {
  for (const password of ['do/not/show', 'do#not', 'do?not', 'do@not', 'do:not', '@', 'do not']) {
    const DATABASE_URL = `postgres://orders:${password}@localhost:5432/orders`
    const { out } = await commandLine(cwd, { ...env, DATABASE_URL })('doctor')
    t.match(out, / DATABASE_URL +postgres:\/\/orders:\*{8}@localhost:5432\/orders +environment$/m)
    t.notMatch(out, password === '@' ? ':@@' : password)
  }
})
