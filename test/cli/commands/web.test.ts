import { createServer } from 'node:net'
import t from 'tap'
import { newFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { commandLine } from '../run-cli.ts'

const cwd = newFolder()
const onAws = {
  COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
  COGNITO_CLIENT_ID: '1web',
  COGNITO_DOMAIN: 'https://orders.auth.eu-central-1.amazoncognito.com',
  COGNITO_WEB_CLIENT_ID: '1web',
}

/** Runs the command; does the work while the web client runs. */
async function running(env: Record<string, string>, work: (url: string) => Promise<void>) {
  let said = ''
  const run = commandLine(cwd, env, {
    onErr: text => {
      said += text
    },
    untilStopped: () => work(/http:\/\/localhost:\d+/.exec(said)?.[0] ?? ''),
  })
  return run('web', '--json')
}

t.test('runs for the local user pool of this folder until it is stopped', async t => {
  const [WEB_PORT, USER_POOL_PORT] = [String(await freePort()), String(await freePort())]
  let location = ''
  const { code, out, err } = await running({ WEB_PORT, USER_POOL_PORT }, async url => {
    t.equal(url, `http://localhost:${WEB_PORT}`)
    const away = await fetch(`${url}/sign-in`, { redirect: 'manual' })
    t.equal(away.status, 503, 'which does not run yet')
    const pool = await createUserPool({ dataFolder: `${cwd}/data`, port: Number(USER_POOL_PORT) })
    const reply = await fetch(`${url}/sign-in`, { redirect: 'manual' })
    location = String(reply.headers.get('location'))
    t.match(location, `${pool.origin}/oauth2/authorize?`)
    t.match(location, `client_id=${pool.client('web').id}`)
    await pool.close()
  })
  t.equal(code, 0)
  t.strictSame(JSON.parse(out), { url: `http://localhost:${WEB_PORT}` })
  t.match(err, `\n  Web client   http://localhost:${WEB_PORT}\n\n  Stop: Ctrl+C\n\n`)
  t.match(err, 'request answered', 'the log is for people too')
  const { state } = Object.fromEntries(new URL(location).searchParams)
  t.notMatch(err, state as string)
})

t.test('or for the user pool that the settings name', async t => {
  const WEB_PORT = String(await freePort())
  const { code } = await running({ ...onAws, WEB_PORT }, async url => {
    t.equal((await fetch(url)).status, 200)
  })
  t.equal(code, 0)
})

t.test('what it cannot do it says in a line', async t => {
  const other = createServer()
  const WEB_PORT = String(await freePort())
  await new Promise<void>(resolve => other.listen(Number(WEB_PORT), 'localhost', resolve))
  t.teardown(() => void other.close())
  const run = (env: Record<string, string>) => commandLine(cwd, env)('web')
  t.strictSame(await run({ WEB_PORT }), {
    code: 1,
    out: '',
    err: `Port ${WEB_PORT} is taken: npm start runs the web client too, or choose another with WEB_PORT.\n`,
  })
  const { COGNITO_WEB_CLIENT_ID: _, ...anonymous } = onAws
  t.strictSame(await run(anonymous), {
    code: 78,
    out: '',
    err: 'The settings are wrong:\nCOGNITO_WEB_CLIENT_ID is missing: the web client needs it, for example COGNITO_WEB_CLIENT_ID=1example23456789\n',
  })
  const { err } = await run({ ...onAws, HOST: '192.0.2.1', PUBLIC_URL: 'https://api.example.com' })
  t.match(err, /^The web client cannot be started: listen EADDRNOTAVAIL: .*192\.0\.2\.1:4200\.\n$/)
  t.match(await run({ HOST: '0.0.0.0' }), {
    code: 78,
    err: /^The local user pool does not start on 0\.0\.0\.0/,
  })
  t.equal((await commandLine(cwd)('web', '--wrong')).code, 2)
})
