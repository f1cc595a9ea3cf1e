import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SettingsSchema } from '../../src/config/index.ts'
import { createUserPool, type UserPool, type UserPoolOptions } from '../../src/user-pool/index.ts'
import { freePort } from '../../test/support/free-port.ts'
import type { Scope } from './scope.ts'

const PROGRAM = fileURLToPath(new URL('../../dist/server.js', import.meta.url))
const READY_WITHIN_MS = 30_000

/** The built service, in a process of its own that can be killed and started again. */
export interface Service {
  readonly url: string
  pid(): number
  /** Starts it, and waits until it is ready. */
  start(): Promise<void>
  /** kill -9 */
  kill(): Promise<void>
  /** A value of `/metrics`. */
  metric(name: string): Promise<number>
}

export interface ServiceOptions {
  /** Default: a new SQLite file. */
  databaseUrl?: string
  /** Settings beside those that make a production-like instance. */
  env?: Record<string, string>
  /** The largest file that the process may write, in KiB. */
  largestFile?: number
}

export interface World {
  pool: UserPool
  service: Service
  /** A folder of this fault alone. */
  folder: string
}

/** Starts a user pool in this process, and the service beside it. */
export async function startWorld(
  scope: Scope,
  options: ServiceOptions = {},
  poolOptions: UserPoolOptions = {},
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'fault-'))
  scope.teardown(() => rm(folder, { recursive: true, force: true }))
  const pool = await createUserPool(poolOptions)
  scope.teardown(pool.close)
  const service = await createService(scope, pool, folder, options)
  await service.start()
  return { pool, service, folder }
}

async function createService(
  scope: Scope,
  pool: UserPool,
  folder: string,
  { databaseUrl = `file:${folder}/orders.db`, env = {}, largestFile }: ServiceOptions,
): Promise<Service> {
  const [port, metricsPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const settings = {
    ...foreignEnvironment(),
    HOST: '127.0.0.1',
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    LOG_LEVEL: 'fatal',
    DATABASE_URL: databaseUrl,
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(','),
    COGNITO_ISSUER: pool.issuer,
    COGNITO_JWKS_URI: pool.jwksUri,
    RATE_LIMIT_PER_MINUTE: '0',
    AUTH_FAILURES_PER_MINUTE: '0',
    // The load comes from the same machine.
    MAX_EVENT_LOOP_DELAY_MS: '0',
    ...env,
  }
  let child: ChildProcess | undefined
  const kill = async () => {
    if (child === undefined) return
    const exited = child.exitCode === null && child.signalCode === null && once(child, 'exit')
    child.kill('SIGKILL')
    await exited
    child = undefined
  }
  const orphaned = () => child?.kill('SIGKILL')
  process.once('exit', orphaned)
  scope.teardown(async () => {
    process.off('exit', orphaned)
    await kill()
  })

  return {
    url,
    pid: () => child?.pid as number,
    kill,
    async start() {
      // In units of 512 bytes in a POSIX shell; the soft limit, which can be raised again.
      const limit = largestFile === undefined ? '' : `ulimit -S -f ${2 * largestFile}; `
      const command = ['-c', `${limit}exec "$@"`, 'sh', process.execPath, PROGRAM]
      child = spawn('sh', command, {
        cwd: folder,
        env: settings,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr?.setEncoding('utf8').on('data', text => {
        said += text
      })
      const deadline = Date.now() + READY_WITHIN_MS
      while (!(await isReady(url))) {
        if (Date.now() > deadline) throw new Error(`The service did not become ready: ${said}`)
        await sleep(20)
      }
    },
    async metric(name) {
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
      const value = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1]
      if (value === undefined) throw new Error(`There is no metric ${name}`)
      return Number(value)
    },
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** Without settings of the service, and without what makes it look like a container. */
function foreignEnvironment(): Record<string, string | undefined> {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(KUBERNETES|ECS|AWS|LAMBDA)_/.test(name) && !(name in SettingsSchema.properties),
  )
  return Object.fromEntries(entries)
}
