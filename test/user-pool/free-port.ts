import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** A port of localhost that nobody listens on, for a pool whose origin says nothing of it. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
