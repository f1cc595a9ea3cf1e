import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { postgresAddress } from '../../src/database/postgres-address.ts'
import { postgresSignals } from '../../src/database/signals.ts'
import { sqliteUrl } from '../support/databases.ts'
import { emptyPostgresDatabase, NO_POSTGRES } from '../support/postgres.ts'

/** Listens, and lets one wait for signals. */
function listen({ signals }: Pick<Database, 'signals'>, channel: string) {
  let count = 0
  let heard = () => {}
  const stop = signals.listen(channel, () => {
    count++
    heard()
  })
  return {
    stop,
    async until(wanted: number): Promise<void> {
      while (count < wanted) {
        await new Promise<void>(resolve => {
          heard = resolve
        })
      }
    },
    count: () => count,
  }
}

async function open(t: Test, url: string): Promise<Database> {
  const database = await openDatabase(url)
  t.teardown(() => database.close())
  return database
}

/** Ends the connections that listen, as a server does that is shut down. */
async function endListeners({ tables }: Database): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where query like 'listen %' and datname = current_database()`.execute(tables)
}

t.test('PostgreSQL', async t => {
  const url = await emptyPostgresDatabase(t)
  if (url === undefined) return t.comment(`skipped: ${NO_POSTGRES}`)
  const sender = await open(t, url)
  const receiver = await open(t, url)

  await t.test('a signal reaches who listens on its channel', async t => {
    const ears = listen(receiver, 'news')
    const others = listen(receiver, 'weather')
    await ears.until(1)
    await others.until(1)
    await sender.signals.send('news')
    await ears.until(2)
    await receiver.signals.send('news')
    await ears.until(3)
    t.equal(others.count(), 1)
    await ears.stop()
    await others.stop()
  })

  await t.test('a connection that is lost is made again, and what was missed is told', async t => {
    const ears = listen(receiver, 'news')
    await ears.until(1)
    await endListeners(sender)
    await ears.until(2)
    await sender.signals.send('news')
    await ears.until(3)
    t.equal(ears.count(), 3)
    await ears.stop()
  })

  await t.test('nothing is heard after the end', async t => {
    const ears = listen(receiver, 'news')
    const others = listen(receiver, 'news')
    await ears.until(1)
    await others.until(1)
    await ears.stop()
    await sender.signals.send('news')
    await others.until(2)
    t.equal(ears.count(), 1)
    await others.stop()
  })
})

t.test('listening is tried until there is a server', async t => {
  const url = await emptyPostgresDatabase(t)
  if (url === undefined) return t.comment(`skipped: ${NO_POSTGRES}`)
  const { tables, signals } = await open(t, url)
  const network = await startServer(t, socket => {
    if (network.connections === 1) return socket.destroy()
    socket.pipe(connect(Number(new URL(url).port), '127.0.0.1')).pipe(socket)
  })
  const throughNetwork = Object.assign(new URL(url), { port: network.port }).href
  const ears = listen({ signals: postgresSignals(postgresAddress(throughNetwork), tables) }, 'news')
  await ears.until(1)
  await signals.send('news')
  await ears.until(2)
  await ears.stop()
  t.equal(network.connections, 2)
})

t.test('a server that does not answer does not keep anybody waiting at the end', async t => {
  const { tables } = await open(t, sqliteUrl(t))
  let accepted = () => {}
  const connected = new Promise<void>(resolve => {
    accepted = resolve
  })
  const silence = await startServer(t, () => accepted())
  const address = postgresAddress(`postgres://user@127.0.0.1:${silence.port}/orders`)
  const signals = postgresSignals(address, tables)
  const ears = listen({ signals }, 'news')
  await connected
  await ears.stop()
  t.equal(ears.count(), 0)
})

t.test('a signal that cannot be sent troubles nobody', async t => {
  const { tables } = await open(t, sqliteUrl(t))
  const { send } = postgresSignals(postgresAddress('postgres://user@127.0.0.1/orders'), tables)
  t.equal(await send('news'), undefined)
})

t.test('an SQLite file has no signals', async t => {
  const database = await open(t, sqliteUrl(t))
  const ears = listen(database, 'news')
  await database.signals.send('news')
  await ears.stop()
  t.equal(ears.count(), 0)
})

interface Server {
  port: number
  connections: number
}

async function startServer(t: Test, onConnection: (socket: Socket) => void): Promise<Server> {
  const sockets: Socket[] = []
  const server = createServer(socket => {
    sockets.push(socket)
    running.connections++
    onConnection(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const running = { port: (server.address() as { port: number }).port, connections: 0 }
  return running
}
