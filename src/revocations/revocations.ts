import type { FastifyInstance } from 'fastify'
import type { Revocations } from '../cognito/index.ts'
import type { Database } from '../database/database.ts'
import { createRevocationChanges } from './changes.ts'
import { createRevocationList, type RevocationListStatus } from './list.ts'
import { createRevocation } from './revocation.ts'
import type { NewRevocation, Revocation } from './schema.ts'
import { createRevocationStore, type RevocationStore } from './store.ts'
import { channel, keepUpToDate } from './upkeep.ts'

declare module 'fastify' {
  interface FastifyInstance {
    revocations: {
      /** How the list of revocations is. */
      status(): RevocationListStatus
    }
  }
}

export interface RevocationSettings {
  /** The longest refresh token validity among the app clients. Default 30, Cognito's. */
  refreshTokenValidityDays?: number
  /** Age from which the list counts as stale, while the database does not answer. Default 30. */
  maxStaleSeconds?: number
  /** Whether guarded routes answer 503 while the list is stale. Default false. */
  failClosed?: boolean
  /** Milliseconds between looks at the database, for tests. Default 1000. */
  pollIntervalMs?: number
  /** Milliseconds between deletions of what has ended, for tests. Default 10 minutes. */
  sweepIntervalMs?: number
}

interface Surroundings {
  database: Database
  /** Accepted difference between the clocks. Default 5. */
  clockToleranceSeconds?: number | undefined
  /** In milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined
}

/** Denies access tokens before they expire, in every instance on the database. */
export interface RevocationService
  extends Revocations,
    Pick<RevocationStore, 'find' | 'list' | 'lift'> {
  status(): RevocationListStatus
  /**
   * Denies what is wanted; in this process by the time it returns. What is denied already makes one
   * with it.
   *
   * @param createdBy `sub` of who does it
   * @returns what stands now, and whether it is new
   * @throws {Problem} 400 for a time that makes no sense
   */
  revoke(
    wanted: NewRevocation,
    createdBy: string,
  ): Promise<{ revocation: Revocation; isNew: boolean }>
}

/** Opens the revocations of a database for an app, with whose life theirs begins and ends. */
export function openRevocations(
  app: FastifyInstance,
  { database, clockToleranceSeconds = 5, now = Date.now }: Surroundings,
  settings: RevocationSettings = {},
): RevocationService {
  const { refreshTokenValidityDays = 30, maxStaleSeconds = 30, failClosed = false } = settings
  const { tables, signals } = database
  const store = createRevocationStore(tables, now)
  const changes = createRevocationChanges(tables)
  const list = createRevocationList({ changes, maxStaleSeconds, failClosed, now })
  const { pollIntervalMs, sweepIntervalMs } = settings
  keepUpToDate(app, { list, store, signals, pollIntervalMs, sweepIntervalMs, now })
  app.decorate('revocations', { status: list.status })

  /** What was changed holds here before it is acknowledged, and elsewhere as soon as can be. */
  async function publish(): Promise<void> {
    await Promise.all([list.refresh(), signals.send(channel)])
  }

  return {
    isRevoked: list.isRevoked,
    status: list.status,
    find: store.find,
    list: store.list,

    async revoke(wanted, createdBy) {
      const lifetimes = { clockToleranceSeconds, refreshTokenValidityDays }
      const added = createRevocation(wanted, { createdBy, now: now() }, lifetimes)
      const revocation = await store.put(added)
      await publish()
      return { revocation, isNew: revocation.id === added.id }
    },

    async lift(id) {
      const isKnown = await store.lift(id)
      await publish()
      return isKnown
    },
  }
}
