import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { probe } from '../../../src/cli/sign-in/probe.ts'
import { longestAnswer } from '../../../src/limited-fetch.ts'
import { newFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { standIn } from '../../web/stand-in.ts'
import { commandLine } from '../run-cli.ts'
import { asOnAws, signInAt, startFolder } from './folder.ts'

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
    await failure({ ...aws, COGNITO_CLI_CLIENT_ID: 'unknown' }, '--port', port),
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

/** Signs in at the address that is shown, after it was changed, and does something more. */
async function signingIn(
  { cwd, env }: Pick<typeof folder, 'cwd' | 'env'>,
  change: (address: string) => string = address => address,
  before: () => Promise<void> = async () => {},
  ...args: string[]
) {
  const done: Promise<unknown>[] = []
  const onErr = (text: string) => {
    const [address] = /^http\S+\/oauth2\/authorize\S+$/m.exec(text) ?? []
    if (address === undefined) return
    done.push(
      signInAt(change(address)).then(async callback => {
        await before()
        await (await fetch(callback)).text()
      }),
    )
  }
  const { code, err } = await commandLine(cwd, env, { onErr })('login', ...args)
  await Promise.all(done)
  t.equal(code, 1)
  return err.split('\n').at(-2)
}

t.test('the ID token is of another request', async t => {
  t.equal(
    await signingIn(folder, address => address.replace(/nonce=[\w-]+/, 'nonce=another')),
    'The sign-in failed: what the user pool answered does not fit (OAUTH_JWT_CLAIM_COMPARISON_FAILED), run login again.',
  )
})

t.test('the signature of the ID token is bad', async t => {
  const { origin, answers } = await standIn(t, pool.origin)
  const elsewhere = { ...folder, env: { ...aws, COGNITO_DOMAIN: origin } }
  const clientId = pool.client('cli').id
  let nonce = ''
  const atThePool = (address: string) => {
    nonce = new URL(address).searchParams.get('nonce') as string
    return address.replace(origin, pool.origin)
  }
  const forged = async () => {
    const idToken = await pool.idToken({ clientId, nonce })
    const other = await pool.idToken({ clientId })
    answers.set('/oauth2/token', {
      json: {
        access_token: await pool.accessToken({ clientId }),
        id_token: idToken.replace(/[^.]+$/, other.split('.')[2] as string),
        token_type: 'Bearer',
      },
    })
  }
  t.equal(
    await signingIn(elsewhere, atThePool, forged, '--port', port),
    'The sign-in failed: what the user pool answered does not fit (OAUTH_INVALID_RESPONSE), run login again.',
  )
})

t.test('the answer with the tokens has no end', async t => {
  const { origin, answers } = await standIn(t, pool.origin)
  answers.set('/oauth2/token', { json: { padding: 'x'.repeat(longestAnswer) } })
  const elsewhere = { ...folder, env: { ...aws, COGNITO_DOMAIN: origin } }
  const atThePool = (address: string) => address.replace(origin, pool.origin)
  t.equal(
    await signingIn(elsewhere, atThePool, undefined, '--port', port),
    'The sign-in failed: what the user pool answered does not fit (OAUTH_PARSE_ERROR), run login again.',
  )
})

t.test('the clock of this machine is off', async t => {
  const behind = await startFolder(t, t.testdir(), {}, () => Date.now() - 7_200_000)
  t.equal(
    await signingIn(behind),
    'The sign-in failed: the ID token is of another time, set the clock of this machine right.',
  )
})

t.test('the user pool goes away meanwhile', async t => {
  const other = await startFolder(t, t.testdir())
  t.equal(
    await signingIn(other, undefined, other.pool.close),
    'The sign-in failed: the user pool does not answer (ECONNREFUSED), check the network.',
  )
})
