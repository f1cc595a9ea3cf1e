import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that systems hand out by themselves, so nobody gets one before it is used. */
const range = [10_000, 32_000] as const

const given = new Set<number>()

/** A port of loopback that nobody listens on, another one each time. */
export async function freePort(): Promise<number> {
  const port = randomInt(...range)
  if (given.has(port) || !(await isFree(port))) return freePort()
  given.add(port)
  return port
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
