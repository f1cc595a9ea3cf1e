import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { askAll } from '../support/callers.ts'
import { createVerdict, type Fault } from '../support/fault.ts'
import { startWorld } from '../support/service.ts'

const SLOW_CLIENTS = 1_000
const CLOSED_WITHIN_MS = 20_000
const LONGEST_ANSWER_MS = 2_000

/** What they send, a byte at a time and never to the end. */
const beginnings = [
  '',
  'GET /token-info HTTP/1.1\r\nHost: a\r\nX-Slow: ',
  'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
]

export const slowClients: Fault = {
  name: 'slow-clients',
  about: '1,000 connections that send a byte now and then',
  async run({ scope }) {
    const { pool, service } = await startWorld(scope)
    const { failures, check } = createVerdict()
    const sockets = Array.from({ length: SLOW_CLIENTS }, (_, index) =>
      slowClient(Number(new URL(service.url).port), beginnings[index % beginnings.length] ?? ''),
    )
    scope.teardown(() => {
      for (const { socket } of sockets) socket.destroy()
    })
    await sleep(500)
    const token = await pool.accessToken()
    const { statuses, longest } = await askAll(service, Array(500).fill(token))
    check(statuses.get('200') === 500, `ordinary callers got ${[...statuses.keys()]}`)
    check(longest < LONGEST_ANSWER_MS, `an ordinary answer took ${Math.round(longest)} ms`)
    const since = performance.now()
    const isOpen = () => sockets.some(({ isClosed }) => !isClosed())
    while (isOpen() && performance.now() - since < CLOSED_WITHIN_MS) {
      for (const { socket } of sockets) if (socket.writable) socket.write('x')
      await sleep(500)
    }
    const closed = performance.now() - since
    const left = sockets.filter(({ isClosed }) => !isClosed()).length
    check(left === 0, `${left} are still open after ${CLOSED_WITHIN_MS / 1000} s`)
    return {
      done: `${SLOW_CLIENTS} half-open requests`,
      observed: `ordinary answers within ${Math.round(longest)} ms; all slow ones closed after ${Math.round(closed / 1000)} s`,
      failures,
    }
  },
}

function slowClient(port: number, beginning: string) {
  let isClosed = false
  const socket: Socket = connect(port, '127.0.0.1', () => socket.write(beginning))
  socket.on('error', () => {})
  socket.on('close', () => {
    isClosed = true
  })
  socket.resume()
  return { socket, isClosed: () => isClosed }
}
