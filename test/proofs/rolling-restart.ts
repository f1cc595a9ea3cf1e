import { Agent as HttpAgent, type RequestOptions, request as requestPlain } from 'node:http'
import { Agent as HttpsAgent, request as requestTls } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import type { Instances } from '../lifecycle/instances.ts'
import { NEW_ORDER } from '../orders/sample.ts'
import type { ServiceProcess } from '../start/service-process.ts'
import { until } from '../support/until.ts'

/** What stands before the instances. */
export interface Front {
  url: string
  /** How many requests the instance at a port has answered through it. */
  answered(port: number): number
}

export interface Reply {
  status: number
  headers: Record<string, unknown>
  text: string
}

/** Requests over connections that are kept; a certificate that nobody knows will do. */
export function createCaller(t: Test) {
  const plain = new HttpAgent({ keepAlive: true })
  const tls = new HttpsAgent({ keepAlive: true, rejectUnauthorized: false })
  t.teardown(() => {
    plain.destroy()
    tls.destroy()
  })
  return (url: string, options: RequestOptions = {}, body?: string): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const [request, agent] = url.startsWith('https:') ? [requestTls, tls] : [requestPlain, plain]
      const sent = request(url, { ...options, agent }, async incoming => {
        const chunks = await incoming.toArray()
        const { statusCode = 0, headers } = incoming
        resolve({ status: statusCode, headers, text: Buffer.concat(chunks).toString() })
      })
      sent.on('error', reject).end(body)
    })
}

/** Restarts one instance after the other while orders are placed and read: all must be answered. */
export async function restartUnderLoad(
  t: Test,
  front: Front,
  instances: Map<number, ServiceProcess>,
  { pool, start }: Instances,
): Promise<void> {
  const call = createCaller(t)
  const authorization = `Bearer ${await pool.accessToken()}`
  const created: string[] = []
  const lost: string[] = []
  let isLoaded = true

  async function order(): Promise<void> {
    const headers = { authorization, 'content-type': 'application/json' }
    const options = { method: 'POST', headers }
    const { status, text } = await call(`${front.url}/orders`, options, JSON.stringify(NEW_ORDER))
    if (status === 201) created.push(JSON.parse(text).id)
    else lost.push(`POST ${status} ${text}`)
  }

  async function read(): Promise<void> {
    const path = created.length > 0 ? `/orders/${created.at(-1)}` : '/orders'
    const { status, text } = await call(`${front.url}${path}`, { headers: { authorization } })
    if (status !== 200) lost.push(`GET ${status} ${text}`)
  }

  async function load(): Promise<void> {
    while (isLoaded) {
      await order().catch(error => lost.push(`POST ${error}`))
      await read().catch(error => lost.push(`GET ${error}`))
      await sleep(5)
    }
  }

  const untilReady = (port: number) => until(() => isReady(port))
  const untilMore = (port: number) => {
    const before = front.answered(port)
    return until(() => front.answered(port) >= before + 10)
  }

  await Promise.all([...instances.keys()].map(untilReady))
  const callers = Array.from({ length: 4 }, load)
  for (const [port, instance] of instances) {
    await untilMore(port)
    instance.kill('SIGTERM')
    t.strictSame(
      { ...(await instance.ended), log: instance.stdout() },
      { code: 0, signal: null, log: '' },
      { stderr: instance.stderr() },
    )
    instances.set(port, start(port))
    await untilReady(port)
    await untilMore(port)
  }
  isLoaded = false
  await Promise.all(callers)

  t.strictSame(lost, [])
  t.ok(created.length >= 20, `${created.length} orders`)
  const kept = new Set<string>()
  for (let next: string | null = '/orders?limit=100'; next !== null; ) {
    const { text } = await call(`${front.url}${next}`, { headers: { authorization } })
    const page = JSON.parse(text) as { items: { id: string }[]; nextCursor: string | null }
    for (const { id } of page.items) kept.add(id)
    next = page.nextCursor && `/orders?limit=100&cursor=${page.nextCursor}`
  }
  t.strictSame(kept, new Set(created), 'what was acknowledged is there, once')
}

async function isReady(port: number): Promise<boolean> {
  const reply = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
  await reply?.text()
  return reply?.status === 200
}
