import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { probe } from '../../../src/cli/sign-in/probe.ts'
import { longestAnswer } from '../../../src/limited-fetch.ts'
import { newFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { commandLine } from '../run-cli.ts'
import { asOnAws, startFolder } from './folder.ts'

const folder = await startFolder(t, newFolder())
const { cwd, env, pool, callbackUrls } = folder
const aws = asOnAws(folder)
const port = new URL(callbackUrls[0] ?? '').port
const closed = `http://localhost:${await freePort()}`

/** How it ends, without the address and what follows before the last line. */
async function failure(settings: Record<string, string>, ...args: string[]) {
  const { code, out, err } = await commandLine(cwd, settings)('login', ...args)
  t.strictSame({ code, out }, { code: 1, out: '' })
  return err
}

/** A server that answers with this status, and sends to this address. */
async function serverThat(t: Test, status: number, location?: string, body = ''): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status, {
      ...(location !== undefined && { location }),
      'content-type': 'application/json',
    })
    response.end(body.replaceAll('ORIGIN', `http://localhost:${portOf()}`))
  }).listen(0, 'localhost')
  const portOf = () => (server.address() as AddressInfo).port
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `http://localhost:${portOf()}`
}

t.test('the local user pool does not run', async t => {
  t.equal(
    await failure({ ...env, USER_POOL_URL: closed }),
    `The local user pool at ${closed} does not answer (ECONNREFUSED): start it with npm start.\n`,
  )
  pool.goDown()
  t.equal(
    await failure(env),
    `The local user pool at ${pool.origin} does not answer (UND_ERR_SOCKET): start it with npm start.\n`,
  )
  pool.comeBack()
})

t.test('another local user pool runs there', async t => {
  const other = await createUserPool()
  t.teardown(other.close)
  t.equal(
    await failure({ ...env, USER_POOL_URL: other.origin }),
    `At ${other.origin} is another user pool than that of this folder: stop it, then npm start.\n`,
  )
})

t.test('the callback is not registered', async t => {
  const unregistered = await freePort()
  t.equal(
    await failure(env, '--port', `${unregistered}`),
    `http://localhost:${unregistered}/callback is no callback URL of the app client cli: add it there in user-pool.json.\n`,
  )
})

t.test('a scope is not allowed', async t => {
  t.equal(
    await failure(env, '--scope', 'order.delete'),
    'Not every scope is allowed to the app client cli (openid order.delete): allow them there in user-pool.json, or ask for others.\n',
  )
  const old = await serverThat(t, 302, `${callbackUrls[0]}?error=invalid_scope&state=1`)
  t.equal(
    await failure({ ...aws, COGNITO_DOMAIN: old }, '--port', port, '--no-browser'),
    `Not every scope is allowed to the app client ${pool.client('cli').id} (openid email orders/order.read orders/order.write): allow them there on AWS, or ask for others.\n`,
  )
})

t.test('the domain is wrong', async t => {
  const withDomain = (domain: string) => failure({ ...aws, COGNITO_DOMAIN: domain }, '--port', port)
  t.equal(
    await withDomain(closed),
    `The user pool domain ${closed} does not answer (ECONNREFUSED): check the network, then COGNITO_DOMAIN.\n`,
  )
  const nothing = await serverThat(t, 404)
  t.equal(
    await withDomain(nothing),
    `${nothing} answers 404 where sign-in begins, so it is no user pool domain: correct COGNITO_DOMAIN.\n`,
  )
  const astray = await serverThat(t, 302, 'http://[')
  t.match(await withDomain(astray), `${astray} answers 302 where sign-in begins`)
  const page = await serverThat(t, 200)
  t.strictSame(await probe(new URL(page), 'http://localhost:1/'), { kind: 'good' })
})

t.test('the app client is unknown there, or refused', async t => {
  const refused = (origin: string, error: string, id = pool.client('cli').id) =>
    `${origin} refuses the app client ${id} (${error}): check its id, COGNITO_DOMAIN, and that it may use the code flow.\n`
  t.equal(
    await failure(
      { ...aws, COGNITO_CLIENT_ID: 'unknown', COGNITO_CLI_CLIENT_ID: 'unknown' },
      '--port',
      port,
    ),
    refused(pool.origin, 'unknown_client', 'unknown'),
  )
  const code = await serverThat(t, 302, `${callbackUrls[0]}?error=unauthorized_client`)
  t.equal(
    await failure({ ...aws, COGNITO_DOMAIN: code }, '--port', port),
    refused(code, 'unauthorized_client'),
  )
  const silent = await serverThat(t, 302, '/error')
  t.equal(
    await failure({ ...aws, COGNITO_DOMAIN: silent }, '--port', port),
    refused(silent, 'no reason given'),
  )
  const nasty = await serverThat(t, 302, '/error?error=%1b%5B2J')
  t.equal(
    await failure({ ...aws, COGNITO_DOMAIN: nasty }, '--port', port),
    refused(nasty, '\\u001b[2J'),
  )
})

t.test('no app client is named', async t => {
  const { COGNITO_CLI_CLIENT_ID, ...without } = aws
  t.equal(
    await failure(without),
    `COGNITO_CLI_CLIENT_ID is missing: name a public app client of ${pool.userPoolId} with the callback URL http://localhost:8976/callback.\n`,
  )
})

t.test('the issuer is none', async t => {
  const none = await serverThat(t, 404)
  t.equal(
    await failure({ ...aws, COGNITO_ISSUER: none }),
    `${none} is no user pool: correct COGNITO_USER_POOL_ID or COGNITO_ISSUER.\n`,
  )
  const huge = await serverThat(
    t,
    200,
    undefined,
    `{"issuer":"ORIGIN","x":"${'x'.repeat(longestAnswer)}"}`,
  )
  t.equal(
    await failure({ ...aws, COGNITO_ISSUER: huge }),
    `${huge} is no user pool: correct COGNITO_USER_POOL_ID or COGNITO_ISSUER.\n`,
  )
  t.equal(
    await failure({ ...aws, COGNITO_ISSUER: closed }),
    `${closed} does not answer (ECONNREFUSED): check the network, then COGNITO_USER_POOL_ID.\n`,
  )
  t.match(
    await failure({ ...aws, COGNITO_ISSUER: closed.replace('http', 'https') }),
    /^https:\S+ does not answer \(ECONNREFUSED\)/,
  )
  const ill = await serverThat(t, 503)
  t.equal(
    await failure({ ...aws, COGNITO_ISSUER: ill }),
    `${ill} does not answer (503): check the network, then COGNITO_USER_POOL_ID.\n`,
  )
})

t.test('the user pool has no domain', async t => {
  const { COGNITO_DOMAIN, ...without } = aws
  const issuer = await serverThat(t, 200, undefined, '{"issuer":"ORIGIN/pool"}')
  t.equal(
    await failure({ ...without, COGNITO_ISSUER: `${issuer}/pool` }),
    `The user pool ${issuer}/pool has no domain: give it one, or set COGNITO_DOMAIN.\n`,
  )
})

t.test('the user pool has no app client for the command line, or none for a terminal', async t => {
  const fewer = t.testdir({
    'user-pool.json': '{ "clients": [{ "name": "web", "flows": ["code"] }] }',
  })
  t.strictSame(await commandLine(fewer, env)('login'), {
    code: 1,
    out: '',
    err: 'The local user pool has no public app client named cli for the code flow: add one to user-pool.json, with the callback URL http://localhost:8976/callback.\n',
  })
  const elsewhere = await startFolder(t, t.testdir(), {
    callbackUrls: ['https://app.example.com/callback'],
  })
  t.strictSame(await commandLine(elsewhere.cwd, elsewhere.env)('login'), {
    code: 1,
    out: '',
    err: 'The app client of the command line has no callback URL of this machine: add http://localhost:8976/callback to it.\n',
  })
})
