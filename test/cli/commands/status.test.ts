import { statSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import t from 'tap'
import { defaultConfiguration } from '../../../src/user-pool/index.ts'
import { newFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { createUserPool, openInstall } from '../../support/user-pool.ts'
import { commandLine } from '../run-cli.ts'

const cwd = newFolder()
const dataFolder = join(cwd, 'data')
const pool = await createUserPool({ dataFolder })
t.teardown(pool.close)
let liveness = 200
const api = Fastify()
api.get('/livez', (_request, reply) => reply.code(liveness).send('alive'))
api.get('/', () => 'the start page')
const apiUrl = await api.listen({ host: '127.0.0.1', port: 0 })
t.teardown(() => api.close())
const webUrl = `http://127.0.0.1:${await freePort()}`
const local = { PUBLIC_URL: apiUrl, USER_POOL_URL: pool.origin, WEB_URL: webUrl }
const noWebClient = { url: webUrl, answers: false }
const keysMadeAt = statSync(join(dataFolder, 'user-pool.json')).mtime.toISOString()

async function statusJson(env: Record<string, string>) {
  const { code, out, err } = await commandLine(cwd, env)('status', '--json')
  t.strictSame({ code, err }, { code: 0, err: '' })
  return JSON.parse(out)
}

t.test('--json is all that exists, and what runs', async t => {
  const configuration = defaultConfiguration({ apiUrl })
  const install = await openInstall({ dataFolder, origin: pool.origin, ...configuration })
  t.strictSame(await statusJson(local), {
    api: { url: apiUrl, answers: true },
    webClient: noWebClient,
    userPool: { kind: 'local', answers: true, dataFolder, keysMadeAt, ...install.describe() },
  })
})

t.test('what does not answer, or not in time, or not well, is not running', async t => {
  const running = async () => {
    const { api, userPool } = await statusJson(local)
    return { api: api.answers, userPool: userPool.answers }
  }
  pool.goDown()
  t.strictSame(await running(), { api: true, userPool: false })
  pool.comeBack()
  pool.slowDown(60_000)
  t.strictSame(await running(), { api: true, userPool: false })
  pool.slowDown(0)
  liveness = 503
  t.strictSame(await running(), { api: false, userPool: true })
  liveness = 200
})

t.test('the pool of another install does not pass for this one', async t => {
  const other = await createUserPool()
  t.teardown(other.close)
  const { userPool } = await statusJson({ ...local, USER_POOL_URL: other.origin })
  t.equal(userPool.answers, false)
})

t.test('addresses to listen on are told as addresses to call', async t => {
  for (const [host, url] of [
    ['0.0.0.0', 'http://localhost:1'],
    ['::', 'http://localhost:1'],
    ['::1', 'http://[::1]:1'],
    ['127.0.0.1', 'http://127.0.0.1:1'],
  ] as const) {
    const { api } = await statusJson({ HOST: host, PORT: '1', USER_POOL_URL: pool.origin })
    t.strictSame(api, { url, answers: false })
  }
})

t.test('for people it is a page of lines', async t => {
  const { out } = await commandLine(cwd, { ...local, WEB_URL: apiUrl })('status')
  const machine = pool.client('machine')
  const expected = [
    ['API', `  ${apiUrl}  running`, '', 'Web client', `  ${apiUrl}  running`],
    ['', 'Local user pool', `  ${pool.origin}  running`],
    [`  user pool id            ${pool.userPoolId}`],
    [`  identity pool id        ${pool.identityPoolId}`],
    ['', 'Users', '  alice@example.com  password alice-password  group admin  sub '],
    ['  bob@example.com    password bob-password    no group     sub '],
    ['', 'Scopes', '  orders/order.read        See your orders\n'],
    ['', 'App clients', `  web      id        ${pool.client('web').id}`],
    ['           secret    none, a public client'],
    ['           callback  http://localhost:4200/oauth/cognito'],
    ['           sign-out  http://localhost:4200/oauth/cognito/logout'],
    [`  machine  id        ${machine.id}`, `           secret    ${machine.secret}`],
    ['           flows     client_credentials\n'],
  ]
  for (const lines of expected) t.match(out, lines.join('\n'))
  t.notMatch(out, / $/m)

  t.match(out, /^ {2}keys {20}made \d+ seconds? ago$/m)

  const closed = { ...local, PUBLIC_URL: 'http://127.0.0.1:1', USER_POOL_URL: 'http://127.0.0.1:1' }
  const stopped = await commandLine(cwd, closed)('status')
  t.match(stopped.out, '  http://127.0.0.1:1  not running, start it with: npm start\n')
  t.match(stopped.out, `  ${webUrl}  not running, start it with: npx cognito-resource-server web\n`)
  t.match(stopped.out, 'not running, start it with: npx cognito-resource-server pool\n')
})

t.test(
  'of a user pool of one’s own it tells the settings, and whether the keys answer',
  async t => {
    const userPoolId = 'eu-central-1_AbCdEfGhI'
    const env = {
      PUBLIC_URL: apiUrl,
      COGNITO_USER_POOL_ID: userPoolId,
      COGNITO_CLIENT_ID: 'abc, def',
      COGNITO_JWKS_URI: pool.jwksUri,
      COGNITO_WEB_CLIENT_SECRET: 'do-not-show',
      WEB_URL: webUrl,
    }
    const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${userPoolId}`
    const keySet = { issuer, jwksUri: pool.jwksUri }
    t.strictSame(await statusJson(env), {
      api: { url: apiUrl, answers: true },
      webClient: noWebClient,
      userPool: {
        kind: 'cognito',
        userPoolId,
        clientIds: ['abc', 'def'],
        issuers: [{ ...keySet, answers: true }],
      },
    })
    const domain = 'https://orders.auth.eu-central-1.amazoncognito.com'
    t.match(await statusJson({ ...env, COGNITO_DOMAIN: domain }), { userPool: { domain } })

    const people = commandLine(cwd, env)
    const { out } = await people('status')
    t.match(out, 'Amazon Cognito user pool\n  user pool id  eu-central-1_AbCdEfGhI\n')
    t.match(out, '  app clients   abc, def\n  domain        not set (COGNITO_DOMAIN)\n')
    t.match(out, `Key sets\n  ${issuer}  ${pool.jwksUri}  answers\n`)
    t.notMatch(out, 'do-not-show')
    pool.goDown()
    t.match((await people('status')).out, '  does not answer\n')
    pool.comeBack()
    const withDomain = commandLine(cwd, { ...env, COGNITO_DOMAIN: domain })
    t.match((await withDomain('status')).out, `  domain        ${domain}\n`)
  },
)
