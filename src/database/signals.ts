import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import type { Tables } from './migrations/tables.ts'
import type { PostgresAddress } from './postgres-address.ts'

const timeoutMs = 2_000
const keepAliveDelayMs = 10_000
/** Waits before listening again: doubles from the first to the last while that fails. */
const firstWaitMs = 1_000
const longestWaitMs = 30_000

/**
 * Tells the other processes on a database that something has changed there. Signals carry nothing
 * and may be lost: whoever gets one looks, and whoever gets none looks now and then.
 */
export interface Signals {
  /** Never rejects. */
  send(channel: string): Promise<void>
  /**
   * Calls back for each signal, and when some may have been lost.
   *
   * @param channel lower case, as it stands in SQL
   * @returns ends that
   */
  listen(channel: string, onSignal: () => void): () => Promise<void>
}

/** For a database that cannot signal. */
export const noSignals: Signals = {
  send: async () => {},
  listen: () => async () => {},
}

/** NOTIFY and LISTEN, which some of those that speak PostgreSQL's protocol do not have. */
export function postgresSignals(address: PostgresAddress, tables: Kysely<Tables>): Signals {
  return {
    async send(channel) {
      await sql`select pg_notify(${channel}, '')`.execute(tables).catch(() => {})
    },
    listen(channel, onSignal) {
      const stopped = new AbortController()
      const done = keepListening(stopped.signal, () =>
        listenOnce(stopped.signal, address, channel, onSignal),
      )
      return () => {
        stopped.abort()
        return done
      }
    },
  }
}

async function keepListening(stopped: AbortSignal, listen: () => Promise<boolean>): Promise<void> {
  let wait = firstWaitMs
  while (!stopped.aborted) {
    wait = (await listen()) ? firstWaitMs : Math.min(2 * wait, longestWaitMs)
    await sleep(wait, undefined, { signal: stopped, ref: false }).catch(() => {})
  }
}

/**
 * Listens on a connection of its own until that is lost.
 *
 * @returns whether it came about at all
 */
async function listenOnce(
  stopped: AbortSignal,
  address: PostgresAddress,
  channel: string,
  onSignal: () => void,
): Promise<boolean> {
  // A server that is no longer there does not answer to a goodbye either.
  const socket = new Socket({ signal: stopped })
  async function untilLost(): Promise<void> {
    const client = new pg.Client({
      ...address(),
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveDelayMs,
      stream: () => socket,
    })
    const lost = new Promise(resolve => client.once('end', resolve))
    client.on('error', () => {})
    client.on('notification', onSignal)
    await client.connect()
    await client.query(`listen ${channel}`)
    onSignal()
    await lost
  }
  const heard = await untilLost().then(
    () => true,
    () => false,
  )
  socket.destroy()
  return heard
}
