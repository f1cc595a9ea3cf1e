import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { decodeJwt } from 'jose'
import t from 'tap'
import { listenForCallback } from '../../../src/cli/sign-in/callback.ts'
import { newFolder } from '../../support/folder.ts'
import { until } from '../../support/until.ts'
import { bob } from '../../user-pool/oauth/relying-party.ts'
import { commandLine } from '../run-cli.ts'
import { installBrowser, personAtBrowser, signInAt, startFolder, tokenFile } from './folder.ts'

const folder = await startFolder(t, newFolder())
const { cwd, env, pool, callbackUrls } = folder
const portOf = (url: string | undefined) => Number(new URL(url ?? '').port)

async function loggedIn(...args: string[]) {
  const person = personAtBrowser()
  const outcome = await commandLine(cwd, env, person)('login', ...args)
  await person.done()
  return { ...outcome, seen: person.seen }
}

t.test('the browser signs in, and its owner alone can read the tokens', async t => {
  const { code, out, err, seen } = await loggedIn()
  t.equal(code, 0)
  const { sub } = pool.user('alice@example.com')
  t.match(out, `Signed in as alice@example.com (${sub}), in admin.\n`)
  t.match(err, 'No browser could be started: open the address yourself')
  t.strictSame(seen, [
    {
      status: 200,
      text: 'You are signed in Go on in the terminal. You can close this page. cognito-resource-server, on the command line',
    },
  ])
  const store = join(cwd, 'config', 'cognito-resource-server')
  t.equal(readdirSync(store).length, 1)
  t.equal(statSync(store).mode & 0o777, 0o700)
  t.equal(statSync(tokenFile(folder)).mode & 0o777, 0o600)
  const remembered = JSON.parse(readFileSync(tokenFile(folder), 'utf8'))
  const { issuer, clientId, accessToken, idToken } = remembered
  t.strictSame([issuer, clientId], [pool.issuer, pool.client('cli').id])
  const scope = 'openid email orders/order.read orders/order.write'
  t.match(decodeJwt(accessToken), { client_id: clientId, scope })
  t.match(decodeJwt(idToken), { aud: clientId, email: 'alice@example.com' })
  t.notMatch(err, accessToken)
})

t.test('the request is a code with PKCE, state and nonce', async t => {
  const { err } = await loggedIn()
  const { searchParams } = new URL(/^http\S+$/m.exec(err)?.[0] ?? '')
  const parameters = Object.fromEntries(searchParams)
  t.match(parameters, {
    response_type: 'code',
    client_id: pool.client('cli').id,
    redirect_uri: callbackUrls[0],
    code_challenge: /^[\w-]{43}$/,
    code_challenge_method: 'S256',
    state: /^[\w-]{43}$/,
    nonce: /^[\w-]{43}$/,
  })
})

t.test('--scope is short or in full; --json is who signed in', async t => {
  const { code, out } = await loggedIn('--json', '--scope', 'order.read,phone', '--scope=email')
  t.equal(code, 0)
  const report = JSON.parse(out)
  t.match(report, {
    email: 'alice@example.com',
    groups: ['admin'],
    clientId: pool.client('cli').id,
    issuer: pool.issuer,
    scopes: [
      { name: 'openid', allows: 'Say who you are' },
      { name: 'orders/order.read', allows: 'Read orders' },
      { name: 'phone' },
      { name: 'email' },
    ],
  })
  t.ok(report.expiresIn > 3500 && report.expiresIn <= 3600)
})

t.test('where there is a browser, it gets the address', async t => {
  const opened = installBrowser(folder)
  const { code, err } = await loggedIn()
  t.equal(code, 0)
  t.notMatch(err, 'No browser')
  const address = /^http\S+$/m.exec(err)?.[0]
  await until(() => existsSync(opened) && readFileSync(opened, 'utf8') === address)
})

t.test('of the registered ports, the next one that is free', async t => {
  const first = createServer().listen(portOf(callbackUrls[0]), '127.0.0.1')
  await once(first, 'listening')
  const { code, err } = await loggedIn()
  t.equal(code, 0)
  t.match(err, encodeURIComponent(callbackUrls[1] ?? ''))
  const second = createServer().listen(portOf(callbackUrls[1]), '127.0.0.1')
  await once(second, 'listening')
  const ports = callbackUrls.map(portOf).join(', ')
  t.strictSame(await commandLine(cwd, env)('login'), {
    code: 1,
    out: '',
    err: `Every port that may be signed in on is taken (${ports}): free one, or use --no-browser.\n`,
  })
  first.close()
  second.close()
})

t.test('--port is one of them', async t => {
  const { code, err } = await loggedIn('--port', `${portOf(callbackUrls[1])}`)
  t.equal(code, 0)
  t.match(err, encodeURIComponent(callbackUrls[1] ?? ''))
})

t.test('a callback of the other loopback address', async t => {
  const other = `http://[::1]:${portOf(callbackUrls[1])}/back`
  const listener = await listenForCallback([
    'https://app.example.com/back',
    'https://app.example.com/?http://localhost:8976/',
    other,
  ])
  t.equal(listener.callbackUrl, other)
  const arrival = listener.arrival('known')
  const answer = fetch(`${other}?state=known&code=1`)
  const { url, show } = await arrival
  t.equal(url.href, `${other}?state=known&code=1`)
  const inAdvance = connect(portOf(other), '::1')
  await once(inAdvance, 'connect')
  const shown = show({ isGood: true, title: '<b>', text: 'a & b' })
  const { status, headers } = await answer
  t.equal(status, 200)
  t.match(await (await answer).text(), '<title>&lt;b&gt;</title>')
  t.match(headers.get('content-security-policy'), /^default-src 'none'; style-src 'sha256-/)
  t.equal(headers.get('cache-control'), 'no-store')
  await shown
  listener.close()
  await once(inAdvance, 'close')
})

t.test('a browser that does not wait for the page', async t => {
  const url = callbackUrls[1] ?? ''
  const listener = await listenForCallback([url])
  const arrival = listener.arrival('known')
  const browser = connect(portOf(url), '127.0.0.1')
  browser.write('GET /callback?state=known HTTP/1.1\r\nhost: localhost\r\n\r\n')
  const { show } = await arrival
  browser.destroy()
  await once(browser, 'close')
  await t.resolves(show({ isGood: true, title: 'a', text: 'b' }))
  listener.close()
})

t.test('what does not belong to this sign-in does not end it', async t => {
  const person = personAtBrowser(bob)
  const answers: [number, string][] = []
  const ask = async (path: string, method = 'GET') => {
    const port = portOf(callbackUrls[0])
    const [response] = await once(request({ port, path, method }).end(), 'response')
    answers.push([response.statusCode, await text(response)])
  }
  const done: Promise<void>[] = []
  const onErr = (line: string) => {
    if (!line.includes('/oauth2/authorize')) return
    const strangers = async () => {
      await ask('/favicon.ico')
      await ask('/callback', 'POST')
      await ask('/callback?code=stolen&state=guessed')
      await ask('/callback')
      await ask('//?')
      person.onErr(line)
    }
    done.push(strangers())
  }
  const { code, out } = await commandLine(cwd, env, { onErr })('login')
  await Promise.all(done)
  await person.done()
  t.equal(code, 0)
  t.match(out, 'Signed in as bob@example.com')
  t.strictSame(
    answers.map(([status]) => status),
    [404, 404, 400, 400, 404],
  )
  t.match(answers[2]?.[1], 'This is not the sign-in that was started')
})

t.test('a code that is not good ends it, in the browser too', async t => {
  const pages: string[] = []
  const done: Promise<void>[] = []
  const onErr = (text: string) => {
    const [address] = /^http\S+\/oauth2\/authorize\S+$/m.exec(text) ?? []
    if (address === undefined) return
    done.push(
      signInAt(address).then(async callback => {
        callback.searchParams.set('code', 'another')
        const response = await fetch(callback)
        t.equal(response.status, 400)
        pages.push(await response.text())
      }),
    )
  }
  t.match(await commandLine(cwd, env, { onErr })('login'), {
    code: 1,
    out: '',
    err: /\nThe sign-in failed: the user pool refuses it \(invalid_grant\), run login again\.\n$/,
  })
  await Promise.all(done)
  t.match(pages[0], 'You are not signed in')
})

t.test('the browser is waited for no longer than --timeout', async t => {
  const { code, out, err } = await commandLine(cwd, env)('login', '--timeout', '1s')
  t.strictSame({ code, out }, { code: 1, out: '' })
  const line =
    'The browser did not come back within 1 second: run login again, with more --timeout or with --no-browser.\n'
  t.ok(err.endsWith(line))
  t.equal((await loggedIn()).code, 0, 'the port is free again')
})

t.test('what cannot be meant is a wrong command line', async t => {
  for (const [args, message] of [
    [['--timeout', '0'], '--timeout 0 is no time to wait.'],
    [['--timeout', '-1m'], '--timeout -1m is no time to wait.'],
    [['--port', '0'], '--port 0 is not a port: a number from 1 to 65535.'],
    [['--port', '65536'], '--port 65536 is not a port: a number from 1 to 65535.'],
    [['--port', 'x'], '--port x is not a port: a number from 1 to 65535.'],
    [['--scope', ','], '--scope needs a value.'],
    [['alice'], 'Unexpected argument alice.'],
    [['--no-brwser'], 'Unknown option --no-brwser. Did you mean --no-browser?'],
  ] as const) {
    const refusal = { code: 2, out: '', err: `${message} See --help.\n` }
    t.strictSame(await commandLine(cwd, env)('login', ...args), refusal)
  }
})
