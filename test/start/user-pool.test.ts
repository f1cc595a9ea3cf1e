import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { freePort } from '../support/free-port.ts'
import { until } from '../support/until.ts'
import { createUserPool } from '../support/user-pool.ts'
import { startProcess } from './service-process.ts'

const aud = 'https://api.example.com'

/** A program as an address that Node can import. */
function script(text: string): string {
  return `data:text/javascript,${encodeURIComponent(text).replaceAll("'", '%27')}`
}

/** Whether somebody listens there. */
function isOpen(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, 'localhost')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

t.test('with a user pool of its own', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const cwd = t.testdir()
  const loaded = join(cwd, 'loaded')
  const hooks = `import { appendFileSync } from 'node:fs'
    export function load(url, context, next) {
      appendFileSync(${JSON.stringify(loaded)}, url + '\\n')
      return next(url, context)
    }`
  const port = await freePort()
  const service = startProcess(t, {
    cwd,
    nodeOptions: [
      // Node 26 says on stderr that its hooks will go; what there is in place of them, Node 20 lacks.
      '--disable-warning=DEP0205',
      `--import=${script(`import { register } from 'node:module'; register('${script(hooks)}')`)}`,
    ],
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      COGNITO_USER_POOL_ID: pool.userPoolId,
      COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(', '),
      COGNITO_ISSUER: pool.issuer,
      COGNITO_JWKS_URI: pool.jwksUri,
      COGNITO_DOMAIN: pool.origin,
      COGNITO_AUDIENCE: aud,
      SHUTDOWN_DELAY_SECONDS: '0',
      MAX_EVENT_LOOP_DELAY_MS: '0',
    },
  })
  await service.started
  const api = `http://localhost:${port}`
  const accessToken = () => pool.accessToken({ claims: { aud } })
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())

  /** Asks on one connection that is kept alive. */
  function ask(path: string, token: string) {
    return new Promise<{ status?: number | undefined; connection?: string | undefined }>(
      (resolve, reject) => {
        const headers = { authorization: `Bearer ${token}` }
        request(`${api}${path}`, { agent, headers }, response => {
          response.resume()
          const { connection } = response.headers
          response.on('end', () => resolve({ status: response.statusCode, connection }))
        })
          .on('error', reject)
          .end()
      },
    )
  }

  t.test('says where things are, and nothing of a local pool', async t => {
    t.match(
      service.stderr(),
      /^\ncognito-resource-server .*\n\n {2}API {10}http:\/\/localhost:\d+\n {2}Docs {9}http:\/\/localhost:\d+\/docs\n {2}Contract {5}http:\/\/localhost:\d+\/openapi.yaml\n\n$/,
    )
  })

  t.test('accepts its access tokens, and gives no hints', async t => {
    t.strictSame(await ask('/token-info', await accessToken()), {
      status: 200,
      connection: 'keep-alive',
    })
    t.equal((await ask('/token-info', await pool.accessToken())).status, 401, 'not for this API')
    const refused = await fetch(`${api}/token-info`)
    t.equal(refused.status, 401)
    t.equal('hint' in ((await refused.json()) as object), false)
    const contract = await fetch(`${api}/openapi.json`)
    t.match(await contract.json(), {
      components: {
        securitySchemes: {
          cognito: { flows: { clientCredentials: { tokenUrl: `${pool.origin}/oauth2/token` } } },
        },
      },
    })
  })

  t.test('SIGTERM: the request under way is answered, then it ends', async t => {
    await pool.rotateKeys()
    const answer = new PassThrough()
    pool.serve(answer)
    const fetches = pool.keySetFetches
    const underWay = ask('/token-info', await accessToken())
    await until(() => pool.keySetFetches > fetches)

    service.kill('SIGTERM')
    await until(async () => !(await isOpen(port)))
    answer.end(JSON.stringify(pool.keySet))
    t.strictSame(await underWay, { status: 200, connection: 'close' })
    t.strictSame(await service.ended, { code: 0, signal: null })
  })

  t.test('the local user pool was not even loaded', async t => {
    const urls = readFileSync(loaded, 'utf8').split('\n')
    t.ok(urls.some(url => url.endsWith('/src/app.js')))
    const ofPool = urls.filter(url => /\/src\/(user-pool|web|cli)\//.test(url))
    t.strictSame(ofPool, [])
  })
})
