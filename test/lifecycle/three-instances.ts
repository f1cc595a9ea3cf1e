import type { Test } from 'tap'
import { startProcess } from '../start/service-process.ts'
import { freePort } from '../support/free-port.ts'
import { emptyPostgresDatabase } from '../support/postgres.ts'
import { until } from '../support/until.ts'
import { createUserPool } from '../support/user-pool.ts'
import { startReadinessProxy } from './readiness-proxy.ts'

/** Requests at a time; more would wait for a connection to the database, and some in vain. */
const IN_FLIGHT = 24

/** Of orders, lists of them and revocations, what is looked at. */
export interface Body {
  id: string
  version: number
  note: string
  items: { id: string }[]
  nextCursor: string | null
}

/** What the API answers. */
export interface Answer {
  status: number
  etag: string
  replayed: string | null
  body: Body
}

/** Three processes of the service on one PostgreSQL, behind a load balancer. */
export async function startThree(t: Test) {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const cwd = t.testdir()
  const env = {
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    DATABASE_URL: (await emptyPostgresDatabase(t)) as string,
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(','),
    COGNITO_ISSUER: pool.issuer,
    COGNITO_JWKS_URI: pool.jwksUri,
    RATE_LIMIT_PER_MINUTE: '0',
    // This is not about that, and the machine may be busy.
    MAX_EVENT_LOOP_DELAY_MS: '0',
  }
  const ports = [await freePort(), await freePort(), await freePort()]
  for (const port of ports) startProcess(t, { cwd, env: { ...env, PORT: String(port) } })
  const proxy = await startReadinessProxy(t, ports)
  await until(() => ports.every(proxy.isReady))
  return { pool, url: proxy.url, instances: ports.map(port => `http://127.0.0.1:${port}`) }
}

export type Client = ReturnType<typeof createClient>

/** Sends requests, so many at a time; who has begun comes before who has not. */
export function createClient() {
  let free = IN_FLIGHT
  const waiting: (() => void)[] = []
  return async (
    url: string,
    token: string,
    method = 'GET',
    body?: object,
    headers = {},
  ): Promise<Answer> => {
    if (free === 0) await new Promise<void>(resolve => waiting.push(resolve))
    else free--
    try {
      const reply = await fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      const text = await reply.text()
      return {
        status: reply.status,
        etag: reply.headers.get('etag') ?? '',
        replayed: reply.headers.get('idempotency-replayed'),
        body: text && JSON.parse(text),
      }
    } finally {
      const next = waiting.pop()
      if (next) next()
      else free++
    }
  }
}
