import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import type { FastifyInstance } from 'fastify'

const otherDoors = new WeakMap<Server, Server[]>()

/** All through which the connections of an app come. */
export function doorsOf({ server }: FastifyInstance): [Server, ...Server[]] {
  return [server, ...(otherDoors.get(server) ?? [])]
}

/** Where to listen on a host: `localhost` is 127.0.0.1 and ::1 on most machines. */
export async function addressesOf(host: string): Promise<string[]> {
  if (host !== 'localhost') return [host]
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

/**
 * Listens on several addresses as one server. Fastify would make another one for each but the first,
 * which knows nothing of what was arranged for that: order of requests, limits, closing, bad requests.
 *
 * @param addresses the first must be free; of the others, those that cannot be had are left out
 * @throws {Error} such as EADDRINUSE
 */
export async function listenAt(
  app: FastifyInstance,
  [first, ...others]: readonly string[],
  port: number,
): Promise<void> {
  const doors: Server[] = []
  otherDoors.set(app.server, doors)
  app.addHook('preClose', async () => {
    for (const door of doors) door.close()
  })
  // Calls back when the last connection has ended, whoever closed it, and when.
  app.addHook('onClose', () =>
    Promise.all(doors.map(door => new Promise(resolve => door.close(resolve)))),
  )
  await app.listen({ host: first as string, port })
  const { port: taken } = app.server.address() as AddressInfo
  for (const host of others) {
    const door = await open(app, { host, port: taken })
    if (door !== undefined) doors.push(door)
  }
}

async function open(
  app: FastifyInstance,
  address: { host: string; port: number },
): Promise<Server | undefined> {
  // As Node makes its own of HTTP.
  const door = createServer({ allowHalfOpen: true, noDelay: true }, socket =>
    app.server.emit('connection', socket),
  )
  const { log } = app
  try {
    await once(door.listen(address), 'listening')
  } catch (err) {
    // Many machines have a name for an address of IPv6 that they do not have.
    if ((err as NodeJS.ErrnoException).code === 'EADDRINUSE') log.warn({ err }, 'address taken')
    return undefined
  }
  log.info(address, 'server listening there, too')
  return door
}
