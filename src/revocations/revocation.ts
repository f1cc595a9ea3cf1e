import { type Problem, validationFailed } from '../problem/problem.ts'
import { timestamp } from '../resources/timestamp.ts'
import { createUuidV7 } from '../resources/uuid-v7.ts'
import type { NewRevocation, Revocation } from './schema.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Cognito's longest access token lifetime. */
const longestLifetimeMs = dayMs

/** What the end of a revocation depends on. */
export interface Lifetimes {
  /** Accepted difference between the clocks. */
  clockToleranceSeconds: number
  /** The longest refresh token validity among the app clients. */
  refreshTokenValidityDays: number
}

interface Occasion {
  /** `sub` of who revokes. */
  createdBy: string
  /** In milliseconds since 1970. */
  now: number
}

const uuidV7 = createUuidV7()

/**
 * Makes a revocation that ends when no token it denies can be valid any more.
 *
 * @throws {Problem} 400 when `issuedBefore` makes no sense
 */
export function createRevocation(
  wanted: NewRevocation,
  { createdBy, now }: Occasion,
  lifetimes: Lifetimes,
): Revocation {
  const { issuedBefore: _, ...same } = wanted
  const toleranceMs = lifetimes.clockToleranceSeconds * 1000
  // It may be issued by a clock that is ahead, live a tolerance longer, and be taken one later.
  const longestValidity = longestLifetimeMs + 3 * toleranceMs
  const issuedBefore = issuedBeforeOf(wanted, now)
  if (issuedBefore !== undefined) {
    if (issuedBefore > now + toleranceMs) throw strangeTime('is in the future')
    if (issuedBefore + longestValidity <= now) {
      throw strangeTime('is so long ago that every token issued before it has expired')
    }
  }
  const lastIssued = issuedBefore ?? lastIssuedOf(wanted, now, lifetimes)
  return {
    id: uuidV7(),
    ...same,
    ...(issuedBefore !== undefined && { issuedBefore: timestamp(issuedBefore) }),
    createdBy,
    createdAt: timestamp(now),
    endsAt: lastIssued === undefined ? null : timestamp(lastIssued + longestValidity),
  }
}

function issuedBeforeOf({ kind, issuedBefore }: NewRevocation, now: number): number | undefined {
  if (issuedBefore === undefined) return kind === 'user' ? now : undefined
  if (kind !== 'user' && kind !== 'client') {
    throw strangeTime('is only for the kinds user and client')
  }
  const time = Date.parse(issuedBefore)
  if (Number.isNaN(time)) throw strangeTime('is not a time')
  return time
}

/** When the last token is issued that is denied whatever its time; undefined: that never ends. */
function lastIssuedOf(
  { kind }: NewRevocation,
  now: number,
  { refreshTokenValidityDays }: Lifetimes,
): number | undefined {
  if (kind === 'client') return undefined
  return kind === 'sign-in' ? now + refreshTokenValidityDays * dayMs : now
}

/** One revocation that denies what either of two of the same kind and value denies. */
export function combine(standing: Revocation, added: Revocation): Revocation {
  const { issuedBefore: standingBefore, ...same } = standing
  const issuedBefore = later(standingBefore, added.issuedBefore)
  const reason = added.reason ?? standing.reason
  return {
    ...same,
    ...(issuedBefore !== undefined && { issuedBefore }),
    ...(reason !== undefined && { reason }),
    endsAt: later(standing.endsAt, added.endsAt),
  }
}

/** The later of two timestamps, which sort as text; none at all is the latest. */
function later<None extends null | undefined>(a: string | None, b: string | None): string | None {
  if (typeof a !== 'string' || typeof b !== 'string') return typeof a === 'string' ? b : a
  return a > b ? a : b
}

function strangeTime(message: string): Problem {
  return validationFailed([{ pointer: '/issuedBefore', message }])
}
