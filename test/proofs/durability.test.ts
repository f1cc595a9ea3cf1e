import { randomInt, randomUUID } from 'node:crypto'
import t from 'tap'
import { NEW_ORDER } from '../orders/sample.ts'
import { eachDatabase } from '../support/databases.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'

/** How often the service is killed; `npm run durability` does it 20 times. */
const ROUNDS = Number(process.env.DURABILITY_ROUNDS ?? 1)
const WRITERS = 8

eachDatabase(t, 'kill -9 under load loses no order and makes none twice', async (t, url) => {
  const folder = t.testdir()
  /** Idempotency key to the id of the order that was answered with 201. */
  const answered = new Map<string, string>()
  const unanswered = new Set<string>()

  /** Creates an order; without an answer its key is left for a retry. */
  async function create(server: ServerProcess, key: string): Promise<void> {
    unanswered.add(key)
    const reply = await fetch(`${server.url}/orders`, {
      method: 'POST',
      headers: { ...headersFor(server), 'idempotency-key': key },
      body: JSON.stringify(NEW_ORDER),
    })
    const order = (await reply.json()) as { id: string }
    if (reply.status !== 201) throw new Error(`${reply.status}: ${JSON.stringify(order)}`)
    answered.set(key, order.id)
    unanswered.delete(key)
  }

  /** Kills the service after some answers, while other requests are under way. */
  async function killUnderLoad(server: ServerProcess): Promise<void> {
    const enough = answered.size + randomInt(1, 300)
    let killed: Promise<void> | undefined
    const writers = Array.from({ length: WRITERS }, async () => {
      while (killed === undefined) {
        await create(server, randomUUID()).catch(error => {
          if (killed === undefined) throw error
        })
        if (answered.size >= enough) killed ??= server.kill()
      }
    })
    await Promise.all(writers)
    await killed
  }

  let server = await startServer(folder, url)
  for (let round = 1; round <= ROUNDS; round++) {
    await killUnderLoad(server)
    server = await startServer(folder, url)
    const stored = await listIds(server)
    const lost = [...answered.values()].filter(id => !stored.has(id))
    t.strictSame(lost, [], `round ${round}: every answered order is there`)

    for (const key of [...unanswered]) await create(server, key)
    const ids = new Set(answered.values())
    t.strictSame(await listIds(server), ids, `round ${round}: every key has made one order`)
  }
  await server.kill()
})

function headersFor({ token }: ServerProcess) {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

/** The ids of all orders, as the API lists them. */
async function listIds(server: ServerProcess): Promise<Set<string>> {
  const ids = new Set<string>()
  for (let cursor = ''; ; ) {
    const reply = await fetch(`${server.url}/orders?limit=100${cursor}`, {
      headers: headersFor(server),
    })
    const page = (await reply.json()) as { items: { id: string }[]; nextCursor: string | null }
    for (const { id } of page.items) ids.add(id)
    if (page.nextCursor === null) return ids
    cursor = `&cursor=${page.nextCursor}`
  }
}
