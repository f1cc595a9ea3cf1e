import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { isIgnored } from '../infra/dockerfile.ts'
import { buildImage, dockerignore, type Image, RegistryAwayError, stages } from '../infra/image.ts'
import { NEW_ORDER } from '../orders/sample.ts'
import { freePort } from '../support/free-port.ts'
import { emptyPostgresDatabase, NO_POSTGRES } from '../support/postgres.ts'
import { createUserPool } from '../support/user-pool.ts'

t.setTimeout(240_000)

t.test('all stages begin with the same version of Node', async t => {
  const [first] = stages
  t.match(first?.image, /^node:\d+\.\d+\.\d+-[a-z-]+$/)
  for (const { image } of stages) t.equal(image, first?.image)
})

t.test('nothing private can get into the image', async t => {
  for (const path of ['.env', 'data', '.git', 'node_modules', 'test']) {
    t.ok(isIgnored(dockerignore, path), path)
  }
})

/**
 * Runs a command as the user of the image, in its working folder, and as in a container with no
 * other environment: not even what tap puts into that of every child.
 */
function runIn(image: Image, [program = '', ...args]: string[], env: Record<string, string>) {
  const variables = Object.entries({ PATH: process.env.PATH, ...image.env, ...env })
  const command = [program === 'node' ? process.execPath : program, ...args]
  return spawn('env', ['-i', ...variables.map(pair => pair.join('=')), ...command], {
    cwd: image.place(image.workdir),
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(process.getuid?.() === 0 && image.user),
  })
}

async function exitCodeOf(child: ReturnType<typeof runIn>): Promise<number> {
  const [code] = await once(child, 'exit')
  return code
}

/** What a read-only file system does: nobody can write, whoever owns it. */
function makeReadOnly(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!entry.includes('node_modules/')) chmodSync(join(folder, entry), 0o555)
  }
  chmodSync(folder, 0o555)
}

function makeWritable(folder: string): void {
  chmodSync(folder, 0o755)
  chmodSync(join(folder, 'node_modules'), 0o755)
  chmodSync(join(folder, 'dist'), 0o755)
}

async function untilOk(url: string, child: ReturnType<typeof runIn>): Promise<void> {
  while (child.exitCode === null) {
    const reply = await fetch(url).catch(() => undefined)
    if (reply?.ok) return
    await sleep(50)
  }
  throw new Error(`The service ended with ${child.exitCode}.`)
}

t.test('the image, without Docker', async t => {
  const image = await buildImage(t).catch(error => {
    if (error instanceof RegistryAwayError) return undefined
    throw error
  })
  const skip = image === undefined && 'npm cannot reach its registry'
  await t.test('is built and serves', { skip }, t => checkImage(t, image as Image))
})

async function checkImage(t: Test, image: Image): Promise<void> {
  const app = image.place(image.workdir)

  t.test('holds what the service needs and nothing for development', async t => {
    t.strictSame(readdirSync(app).sort(), ['dist', 'node_modules', 'package.json'])
    t.ok(existsSync(join(app, 'node_modules/fastify')))
    for (const name of ['typescript', 'tap', 'fast-check', 'playwright-core', '@biomejs']) {
      t.notOk(existsSync(join(app, 'node_modules', name)), name)
    }
  })

  t.test('its user is not root', async t => {
    t.ok(image.user.uid > 0)
    t.ok(image.user.gid > 0)
  })

  makeReadOnly(app)
  t.teardown(() => makeWritable(app))
  t.not(await exitCodeOf(runIn(image, ['touch', 'a'], {})), 0, 'its folder cannot be written')

  t.test('without a user pool it does not start', async t => {
    t.equal(await exitCodeOf(runIn(image, image.command, {})), 78)
  })

  const postgres = await emptyPostgresDatabase(t)
  t.test('serves over PostgreSQL', { skip: !postgres && NO_POSTGRES }, t =>
    serves(t, image, postgres as string),
  )
  t.test('serves over a file on its volume', async t => {
    const [scheme, file = ''] = (image.env.DATABASE_URL as string).split(':')
    await serves(t, image, `${scheme}:${image.place(file)}`)
    t.ok(existsSync(image.place(file)))
  })
}

async function serves(t: Test, image: Image, databaseUrl: string): Promise<void> {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const port = await freePort()
  const server = runIn(image, image.command, {
    COGNITO_USER_POOL_ID: pool.userPoolId,
    COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(),
    COGNITO_ISSUER: pool.issuer,
    PUBLIC_URL: 'https://api.example.com',
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    LOG_LEVEL: 'silent',
    SHUTDOWN_DELAY_SECONDS: '0',
  })
  const exited = exitCodeOf(server)
  t.teardown(() => server.kill('SIGKILL'))

  const url = `http://127.0.0.1:${port}`
  await untilOk(`${url}/livez`, server)
  await untilOk(`${url}/readyz`, server)
  const reply = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await pool.accessToken()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(NEW_ORDER),
  })
  t.equal(reply.status, 201)

  const health = (port: number) =>
    exitCodeOf(runIn(image, image.healthCommand, { PORT: String(port) }))
  t.equal(await health(port), 0)
  server.kill('SIGTERM')
  t.equal(await exited, 0)
  t.equal(await health(port), 1, 'it is not well when nobody answers')
}
