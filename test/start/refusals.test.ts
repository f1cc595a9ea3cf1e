import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import t, { type Test } from 'tap'
import type { Environment } from '../../src/config/index.ts'
import { explainFailure } from '../../src/start/failure.ts'
import { start } from '../../src/start/start.ts'
import { freePort } from '../support/free-port.ts'
import { createUserPool } from '../support/user-pool.ts'

// The data folder is made where the process is.
process.chdir(t.testdir())

const ports = { PORT: String(await freePort()), USER_POOL_PORT: String(await freePort()) }

/** Starts the service, which must not come up, and says why. */
async function failure(t: Test, environment: Environment) {
  let printed = ''
  const options = {
    print: (text: string) => {
      printed += text
    },
    isTerminal: false,
  }
  const error: unknown = await start(
    { LOG_LEVEL: 'silent', ...ports, ...environment },
    options,
  ).then(
    async ({ close }) => {
      await close()
      throw new Error('it started')
    },
    error => error,
  )
  t.equal(printed, '')
  return explainFailure(error)
}

const wrong = (...lines: string[]) => ({
  message: ['The settings are wrong:', ...lines].join('\n'),
  exitCode: 78,
})

t.test('settings that are wrong', async t => {
  t.strictSame(
    await failure(t, { PORT: 'http', LOG_LEVEL: 'loud' }),
    wrong(
      'PORT must be integer (port to listen on), for example PORT=3000',
      'LOG_LEVEL is not of the right form (least level that is logged: fatal, error, warn, info, debug, trace, silent), for example LOG_LEVEL=info',
    ),
  )
})

t.test('a data folder that holds something else, with settings that are right', async t => {
  const file = 'data/user-pool-state.json'
  mkdirSync('data', { recursive: true })
  writeFileSync(file, '{')
  t.teardown(() => rmSync(file))
  t.strictSame(await failure(t, {}), {
    message: `${file} does not hold the state of a local user pool: start with --reset`,
    exitCode: 78,
  })
})

t.test('production without a user pool', async t => {
  t.strictSame(
    await failure(t, { NODE_ENV: 'production', COGNITO_CLIENT_ID: 'one' }),
    wrong(
      'COGNITO_USER_POOL_ID is missing: the local user pool does not run in production, for example COGNITO_USER_POOL_ID=eu-central-1_AbCdEfGhI',
    ),
  )
})

t.test('the local user pool, where it does not belong', async t => {
  const wayOut = 'set COGNITO_USER_POOL_ID to use a real user pool'
  t.strictSame(
    await failure(t, { KUBERNETES_SERVICE_HOST: '10.0.0.1' }),
    wrong(
      `The local user pool does not start in a Kubernetes pod (KUBERNETES_SERVICE_HOST is set): ${wayOut}.`,
    ),
  )
  t.strictSame(
    await failure(t, { HOST: '0.0.0.0' }),
    wrong(
      `The local user pool does not start on 0.0.0.0, which is none of localhost, 127.x.x.x and ::1: set HOST=localhost, or ${wayOut}.`,
    ),
  )
})

t.test('an address of Redis that is none', async t => {
  const line =
    'REDIS_URL is not an address, for example REDIS_URL=redis://user:password@localhost:6379'
  t.strictSame(await failure(t, { REDIS_URL: 'redis://user:p%@localhost:1' }), wrong(line))
})

t.test('a data folder that cannot be made', async t => {
  const here = process.cwd()
  process.chdir(t.testdir({ data: 'a file' }))
  t.teardown(() => process.chdir(here))
  const { message, exitCode } = await failure(t, {})
  t.match(
    message,
    /^E\w+: [^\n]+ '[^\n']*data[^\n']*': let this user do that, or start in a folder of its own\.$/,
  )
  t.equal(exitCode, 1)
})

async function listen(t: Test, port: string) {
  const server = createServer().listen(Number(port), 'localhost')
  await once(server, 'listening')
  t.teardown(() => server.close())
}

const taken = (port: string) => ({
  message: `Port ${port} is taken: stop what listens there, or set PORT (the API), USER_POOL_PORT (the local user pool) or METRICS_PORT to another.`,
  exitCode: 1,
})

t.test('the port of the API is taken: everything else is let go of again', async t => {
  await listen(t, ports.PORT)
  t.strictSame(await failure(t, {}), taken(ports.PORT))
  const pool = await createUserPool({ port: Number(ports.USER_POOL_PORT) })
  await pool.close()
})

t.test('the port of the local user pool is taken', async t => {
  await listen(t, ports.USER_POOL_PORT)
  t.strictSame(await failure(t, {}), taken(ports.USER_POOL_PORT))
})

const userPool = {
  COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
  COGNITO_CLIENT_ID: 'one',
  COGNITO_ISSUER: 'http://localhost:4100/eu-central-1_AbCdEfGhI',
  PUBLIC_URL: 'https://api.example.com',
}

t.test('an address that is not of this machine', async t => {
  // RFC 5737: for documentation, so nobody has it.
  t.strictSame(await failure(t, { ...userPool, HOST: '192.0.2.1' }), {
    message:
      '192.0.2.1 is not an address of this machine: set HOST or USER_POOL_URL to one that is, or correct the line of localhost in /etc/hosts if it leads there.',
    exitCode: 1,
  })
  t.strictSame(await failure(t, { ...userPool, HOST: 'nowhere.invalid' }), {
    message: 'HOST=nowhere.invalid is not an address of this machine.',
    exitCode: 1,
  })
})

/** What the operating system says, where a test cannot have it say so. */
function fault(code: string, rest: object): Error {
  return Object.assign(new Error(code), { code, ...rest })
}

t.test('hosts on which nothing can be listened on', async t => {
  for (const [error, message] of [
    [
      fault('EACCES', { syscall: 'listen', port: 80, address: '::' }),
      'Port 80 of :: cannot be listened on (EACCES): set PORT (the API), USER_POOL_PORT (the local user pool) or METRICS_PORT to one that this user may use.',
    ],
    [
      fault('EAI_AGAIN', { syscall: 'getaddrinfo', hostname: 'localhost' }),
      'localhost leads nowhere: add the line "127.0.0.1 localhost" to /etc/hosts.',
    ],
  ] as const) {
    t.strictSame(explainFailure(error), { message, exitCode: 1 })
  }
})

t.test('a full disk', async t => {
  for (const code of ['ENOSPC', 'EDQUOT']) {
    const error = Object.assign(new Error(`${code}: no space, write`), { code, syscall: 'write' })
    t.strictSame(explainFailure(error), {
      message: `${code}: no space, write: make room on the disk of data/, or start in another folder.`,
      exitCode: 1,
    })
  }
})

t.test('a database that cannot be opened', async t => {
  t.strictSame(await failure(t, { DATABASE_URL: 'file:/dev/null/orders.db' }), {
    message:
      'DATABASE_URL=file:/dev/null/orders.db cannot be opened: its folder is a file. Name another one.',
    exitCode: 1,
  })
})

t.test('what nobody thought of comes with its stack', async t => {
  const error = new Error('the moon is full')
  t.strictSame(explainFailure(error), { message: `Could not start: ${error.stack}`, exitCode: 1 })
})
