import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { databaseTime } from '../database/clock.ts'
import type { Tables } from '../database/migrations/tables.ts'
import { Problem } from '../problem/problem.ts'
import { timestamp } from '../resources/timestamp.ts'

const lifetimeMs = 24 * 60 * 60 * 1000
const sweepSize = 1000

/** A request that may come again under the same key, and must take effect once. */
export interface KeyedRequest {
  /** `sub` of the caller. */
  subject: string
  /** Method and route, such as `POST /orders`. */
  operation: string
  /** The value of the Idempotency-Key header. */
  key: string
  body: unknown
}

export interface Idempotency {
  /**
   * Does the work of a request, unless it is done already.
   *
   * Key, result and work are stored in one transaction: after a crash there are all or none of them.
   *
   * @param result what to answer, if this is the first request with the key; plain JSON
   * @param work stores what the request is to change
   * @returns `result`, or that of the first request
   * @throws {Problem} 409 while a request with the key is under way in this process (one in another
   *   process is waited for); 422 when the key came with another body
   */
  once<T>(request: KeyedRequest, result: T, work: Work): Promise<{ result: T; replayed: boolean }>

  /** Deletes the keys that are older than 24 hours. */
  sweep(): Promise<void>
}

type Work = (transaction: Kysely<Tables>) => Promise<void>

/** @param now in milliseconds since 1970 */
export function createIdempotency(
  tables: Kysely<Tables>,
  now: () => number = Date.now,
): Idempotency {
  const underWay = new Set<string>()

  async function once<T>(request: KeyedRequest, result: T, work: Work) {
    const { subject, operation, key } = request
    const identity = JSON.stringify([subject, operation, key])
    if (underWay.has(identity)) throw stillUnderWay()
    underWay.add(identity)
    try {
      return await tables.transaction().execute(async transaction => {
        const earlier = await claim(transaction, request, result, now())
        if (earlier !== undefined) return { result: earlier, replayed: true }
        await work(transaction)
        return { result, replayed: false }
      })
    } finally {
      underWay.delete(identity)
    }
  }

  async function sweep(): Promise<void> {
    const expired = tables
      .selectFrom('idempotency_keys')
      .select(['subject', 'operation', 'key'])
      .where('expires_at', '<=', timestamp(now()))
      .where('expires_at', '<', databaseTime)
      .limit(sweepSize)
      .$asTuple('subject', 'operation', 'key')
    let deleted: bigint
    do {
      const result = await tables
        .deleteFrom('idempotency_keys')
        .where(({ eb, refTuple }) => eb(refTuple('subject', 'operation', 'key'), 'in', expired))
        .executeTakeFirstOrThrow()
      deleted = result.numDeletedRows
    } while (deleted === BigInt(sweepSize))
  }

  return { once, sweep }
}

/** Stores the key with its result; if it is there already, returns the result that is with it. */
async function claim<T>(
  transaction: Kysely<Tables>,
  { subject, operation, key, body }: KeyedRequest,
  result: T,
  now: number,
): Promise<T | undefined> {
  const content = {
    fingerprint: fingerprintOf(body),
    result: JSON.stringify(result),
    expires_at: timestamp(now + lifetimeMs),
  }
  // In one statement, which waits for another process that is storing the same key.
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('idempotency_keys')
    .values({ subject, operation, key, ...content })
    .onConflict(conflict =>
      conflict
        .columns(['subject', 'operation', 'key'])
        .doUpdateSet(content)
        .where('idempotency_keys.expires_at', '<=', timestamp(now)),
    )
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 1n) return undefined

  const earlier = await transaction
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'result'])
    .where('subject', '=', subject)
    .where('operation', '=', operation)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (earlier.fingerprint !== content.fingerprint) throw reused()
  return JSON.parse(earlier.result)
}

function fingerprintOf(body: unknown): string {
  return createHash('sha256').update(canonicalJson(body)).digest('base64url')
}

/** The same text for the same content, in whatever order the members came. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}

function stillUnderWay(): Problem {
  return new Problem(
    409,
    'idempotency_key_in_use',
    'A request with this Idempotency-Key is still under way. Send it again in a second.',
    { headers: { 'retry-after': '1' } },
  )
}

function reused(): Problem {
  return new Problem(
    422,
    'idempotency_key_reused',
    'This Idempotency-Key came with another body before. Use a new key for a new request.',
  )
}
