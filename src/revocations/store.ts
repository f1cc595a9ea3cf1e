import type { Kysely, Transaction } from 'kysely'
import { databaseTime } from '../database/clock.ts'
import {
  type RevocationRow,
  revocationColumns,
  type Tables,
} from '../database/migrations/tables.ts'
import { timestamp } from '../resources/timestamp.ts'
import { createChangeQueue } from './change-queue.ts'
import { combine } from './revocation.ts'
import { toRevocation, toRow } from './row.ts'
import type { Revocation, RevocationKind } from './schema.ts'

/** Rows stay that long after their end, for instances whose clock is behind or that were cut off. */
const keptMs = 24 * 60 * 60 * 1000
const batchSize = 1000

/** Which revocations a list is about; what is left out does not matter. */
export interface RevocationFilter {
  kind?: RevocationKind | undefined
  value?: string | undefined
}

export interface RevocationStore {
  /**
   * Stores a revocation. If there is one for its kind and value already, that is made to deny what
   * either denies.
   *
   * @returns what now stands
   */
  put(revocation: Revocation): Promise<Revocation>
  /** A revocation in force. */
  find(id: string): Promise<Revocation | undefined>
  /** Those in force, newest first, beginning after the one with the id `after`. */
  list(filter: RevocationFilter, limit: number, after?: string): Promise<Revocation[]>
  /**
   * Ends a revocation; one that has ended stays as it is.
   *
   * @returns false when there is none with this id
   */
  lift(id: string): Promise<boolean>
  /** Deletes what ended a day ago. */
  sweep(): Promise<void>
}

/** @param now in milliseconds since 1970 */
export function createRevocationStore(tables: Kysely<Tables>, now: () => number): RevocationStore {
  const change = createChangeQueue(tables, now)
  const inForce = () =>
    tables
      .selectFrom('revocations')
      .select(revocationColumns)
      .where('lifted_at', 'is', null)
      .where(({ eb, or }) => or([eb('ends_at', 'is', null), eb('ends_at', '>', timestamp(now()))]))

  function isInForce({ lifted_at, ends_at }: RevocationRow): boolean {
    return lifted_at === null && (ends_at === null || ends_at > timestamp(now()))
  }

  return {
    put: revocation =>
      change(async (transaction, version) => {
        const { kind, value } = revocation
        const row = await transaction
          .selectFrom('revocations')
          .select(revocationColumns)
          .where('kind', '=', kind)
          .where('value', '=', value)
          .executeTakeFirst()
        const standing = row && isInForce(row) ? combine(toRevocation(row), revocation) : revocation
        if (row) await transaction.deleteFrom('revocations').where('id', '=', row.id).execute()
        await transaction.insertInto('revocations').values(toRow(standing, version)).execute()
        return standing
      }),

    async find(id) {
      const row = await inForce().where('id', '=', id).executeTakeFirst()
      return row && toRevocation(row)
    },

    async list({ kind, value }, limit, after) {
      const rows = await inForce()
        .$if(kind !== undefined, query => query.where('kind', '=', kind as RevocationKind))
        .$if(value !== undefined, query => query.where('value', '=', value as string))
        .$if(after !== undefined, query => query.where('id', '<', after as string))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toRevocation)
    },

    lift: id =>
      change(async (transaction, version) => {
        const row = await transaction
          .selectFrom('revocations')
          .select(revocationColumns)
          .where('id', '=', id)
          .executeTakeFirst()
        if (row && isInForce(row)) {
          const end = timestamp(now())
          await transaction
            .updateTable('revocations')
            .set({ lifted_at: end, ends_at: end, version })
            .where('id', '=', id)
            .execute()
        }
        return row !== undefined
      }),

    async sweep() {
      const endedAt = timestamp(now() - keptMs)
      while ((await change(transaction => sweepBatch(transaction, endedAt))) === batchSize);
    },
  }
}

/** @returns how many were deleted */
async function sweepBatch(transaction: Transaction<Tables>, endedAt: string): Promise<number> {
  const ended = transaction
    .selectFrom('revocations')
    .select('id')
    .where('ends_at', '<=', endedAt)
    .where('ends_at', '<', databaseTime)
    .limit(batchSize)
  const rows = await transaction
    .deleteFrom('revocations')
    .where('id', 'in', ended)
    .returning(['lifted_at', 'version'])
    .execute()
  // What ended by itself needs no mention: every instance sees that by its own clock.
  const lifted = rows.filter(row => row.lifted_at !== null).map(row => row.version)
  const newest = Math.max(0, ...lifted)
  await transaction
    .updateTable('revocation_versions')
    .set({ swept_version: newest })
    .where('swept_version', '<', newest)
    .execute()
  return rows.length
}
