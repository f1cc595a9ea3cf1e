import type { Test } from 'tap'
import { freePort } from '../support/free-port.ts'
import { until } from '../support/until.ts'
import { prepareInstances } from './instances.ts'
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
  const { pool, start } = await prepareInstances(t)
  const ports = [await freePort(), await freePort(), await freePort()]
  for (const port of ports) start(port)
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
