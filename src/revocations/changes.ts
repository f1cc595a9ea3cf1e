import type { Kysely } from 'kysely'
import {
  type RevocationRow,
  revocationColumns,
  type Tables,
} from '../database/migrations/tables.ts'
import type { RevocationKind } from './schema.ts'

const pageSize = 1000

/** What has become of the revocation of a value. */
export interface RevocationChange {
  kind: RevocationKind
  value: string
  /** Tokens issued before this time are denied, in milliseconds since 1970; may be Infinity. */
  issuedBefore: number
  /** When it ends by itself, in milliseconds since 1970; may be Infinity. */
  endsAt: number
  lifted: boolean
  /** That of the change. */
  version: number
}

export interface RevocationChanges {
  /** How far the changes have come, and from where on all of them are still there. */
  versions(): Promise<{ version: number; sweptVersion: number }>
  /**
   * Every change after a version, one for a value that changed more than once, page by page.
   *
   * Versions become visible in their order, and a row that changes again moves to the end: nothing
   * is missed that was there when the reading began.
   */
  after(version: number): AsyncIterable<RevocationChange[]>
  /** Whether a change with this version is there. It is not after the next one of the same value. */
  has(version: number): Promise<boolean>
}

export function createRevocationChanges(tables: Kysely<Tables>): RevocationChanges {
  return {
    async versions() {
      const { version, swept_version } = await tables
        .selectFrom('revocation_versions')
        .select(['version', 'swept_version'])
        .executeTakeFirstOrThrow()
      return { version, sweptVersion: swept_version }
    },

    async *after(version) {
      let rows: RevocationRow[]
      do {
        rows = await tables
          .selectFrom('revocations')
          .select(revocationColumns)
          .where('version', '>', version)
          .orderBy('version')
          .limit(pageSize)
          .execute()
        yield rows.map(toChange)
        version = rows.at(-1)?.version ?? version
      } while (rows.length === pageSize)
    },

    async has(version) {
      const row = await tables
        .selectFrom('revocations')
        .select('id')
        .where('version', '=', version)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

function toChange({ kind, value, issued_before, ends_at, lifted_at, version }: RevocationRow) {
  return {
    kind,
    value,
    issuedBefore: timeOf(issued_before),
    endsAt: timeOf(ends_at),
    lifted: lifted_at !== null,
    version,
  }
}

/** In milliseconds since 1970; never, for none. */
function timeOf(timestamp: string | null): number {
  return timestamp === null ? Number.POSITIVE_INFINITY : Date.parse(timestamp)
}
