import { Agent, createServer, get, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'

export interface ReadinessProxy {
  url: string
  /** Requests that an instance answered, by its port. */
  answered: ReadonlyMap<number, number>
  isReady(port: number): boolean
}

/**
 * A load balancer: sends each request to the next instance that said it is ready, over connections
 * that it keeps alive. It never tries a second time; what an instance does not answer is a 502.
 */
export async function startReadinessProxy(t: Test, ports: number[]): Promise<ReadinessProxy> {
  const host = '127.0.0.1'
  const agent = new Agent({ keepAlive: true })
  const ready = new Set<number>()
  const answered = new Map<number, number>()
  let running = true
  let turn = 0

  async function watch(port: number): Promise<void> {
    while (running) {
      const status = await new Promise(resolve => {
        const probe = get({ host, port, path: '/readyz', agent: false }, reply => {
          reply.resume().on('end', () => resolve(reply.statusCode))
        })
        probe.on('error', () => resolve(undefined))
      })
      if (status === 200) ready.add(port)
      else ready.delete(port)
      await sleep(20)
    }
  }

  const server = createServer((incoming, outgoing) => {
    const targets = [...ready]
    const port = targets[turn++ % targets.length]
    if (port === undefined) return outgoing.writeHead(502).end('no instance is ready')
    const { method, url, headers } = incoming
    const forwarded = request({ host, port, method, path: url, headers, agent }, reply => {
      answered.set(port, (answered.get(port) ?? 0) + 1)
      const { connection, ...others } = reply.headers
      outgoing.writeHead(reply.statusCode as number, others)
      reply.pipe(outgoing)
    })
    forwarded.on('error', error => outgoing.writeHead(502).end(`${port}: ${error.message}`))
    incoming.pipe(forwarded)
  })
  // A client of a busy machine may use a connection again just when that has been idle for too long.
  server.keepAliveTimeout = 0
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  const watching = ports.map(watch)
  t.teardown(async () => {
    running = false
    await Promise.all(watching)
    agent.destroy()
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://${host}:${port}`, answered, isReady: one => ready.has(one) }
}
