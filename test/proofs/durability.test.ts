import { randomInt, randomUUID } from 'node:crypto'
import t from 'tap'
import { NEW_ORDER } from '../orders/sample.ts'
import { eachDatabase } from '../support/databases.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'

/** How often the service is killed; `npm run durability` does it 20 times. */
const ROUNDS = Number(process.env.DURABILITY_ROUNDS ?? 1)
const WRITERS = 16

interface Page {
  items: { id: string; note: string }[]
  nextCursor: string | null
}

eachDatabase(t, 'kill -9 under load loses no order and makes none twice', async (t, url) => {
  const folder = t.testdir()
  /** Ids of orders that were answered with 201. */
  const answered = new Set<string>()
  /** Notes of orders that may be there or not: some may be sent again, the others must not. */
  const unanswered = { keyed: new Set<string>(), keyless: new Set<string>() }

  /** Creates an order; without an answer its note, which is its key, is left for a retry. */
  async function create(server: ServerProcess, note: string, hasKey: boolean): Promise<void> {
    const open = hasKey ? unanswered.keyed : unanswered.keyless
    open.add(note)
    const reply = await fetch(`${server.url}/orders`, {
      method: 'POST',
      headers: { ...headersFor(server), ...(hasKey && { 'idempotency-key': note }) },
      body: JSON.stringify({ ...NEW_ORDER, note }),
    })
    const order = (await reply.json()) as { id: string }
    if (reply.status !== 201) throw new Error(`${reply.status}: ${JSON.stringify(order)}`)
    answered.add(order.id)
    open.delete(note)
  }

  /** Kills the service after some answers, while other requests are under way. */
  async function killUnderLoad(server: ServerProcess): Promise<void> {
    const enough = answered.size + randomInt(1, 300)
    let killed: Promise<void> | undefined
    const writers = Array.from({ length: WRITERS }, async (_, index) => {
      while (killed === undefined) {
        await create(server, randomUUID(), index % 2 === 0).catch(error => {
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
    const stored = await listNotes(server)
    const lost = [...answered].filter(id => !stored.has(id))
    t.strictSame(lost, [], `round ${round}: every answered order is there`)

    for (const key of [...unanswered.keyed]) await create(server, key, true)
    const notes = await listNotes(server)
    t.equal(new Set(notes.values()).size, notes.size, `round ${round}: none is there twice`)
    const unknown = [...notes].filter(
      ([id, note]) => !(answered.has(id) || unanswered.keyless.has(note)),
    )
    t.strictSame(unknown, [], `round ${round}: every key has made one order`)
  }
  await server.kill()
})

function headersFor({ token }: ServerProcess) {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

/** Id to note of all orders, as the API lists them. */
async function listNotes(server: ServerProcess): Promise<Map<string, string>> {
  const notes = new Map<string, string>()
  for (let cursor = ''; ; ) {
    const reply = await fetch(`${server.url}/orders?limit=100${cursor}`, {
      headers: headersFor(server),
    })
    const page = (await reply.json()) as Page
    for (const { id, note } of page.items) notes.set(id, note)
    if (page.nextCursor === null) return notes
    cursor = `&cursor=${page.nextCursor}`
  }
}
