import type { Principal } from '../cognito/index.ts'
import type { RevocationChange } from './changes.ts'
import type { RevocationKind } from './schema.ts'

interface Denial {
  /** In milliseconds since 1970, as the end. */
  issuedBefore: number
  endsAt: number
}

export type Denials = ReturnType<typeof createDenials>

/**
 * The revocations in memory, as requests ask for them: by the value of a claim.
 *
 * @param now in milliseconds since 1970
 */
export function createDenials(now: () => number) {
  const byValue: Record<RevocationKind, Map<unknown, Denial>> = {
    token: new Map(),
    'sign-in': new Map(),
    user: new Map(),
    client: new Map(),
  }
  const maps = Object.values(byValue)
  let size = 0

  function denies({ tokenId, subject, clientId, issuedAt, claims }: Principal): boolean {
    if (size === 0) return false
    return (
      holds(byValue.token.get(tokenId), issuedAt) ||
      holds(byValue['sign-in'].get(claims.origin_jti), issuedAt) ||
      holds(byValue.user.get(subject), issuedAt) ||
      holds(byValue.client.get(clientId), issuedAt)
    )
  }

  function holds(denial: Denial | undefined, issuedAt: number): boolean {
    return denial !== undefined && issuedAt * 1000 < denial.issuedBefore && now() < denial.endsAt
  }

  function apply(changes: readonly RevocationChange[]): void {
    for (const { kind, value, issuedBefore, endsAt, lifted } of changes) {
      if (lifted) byValue[kind].delete(value)
      else byValue[kind].set(value, { issuedBefore, endsAt })
    }
    count()
  }

  /** Forgets what has ended. */
  function sweep(): void {
    for (const map of maps) {
      for (const [value, { endsAt }] of map) if (endsAt <= now()) map.delete(value)
    }
    count()
  }

  function count(): void {
    size = maps.reduce((sum, map) => sum + map.size, 0)
  }

  return {
    /** Whether a token is denied. */
    denies,
    /** Takes up what has changed, in that order. */
    apply,
    sweep,
    get size(): number {
      return size
    },
  }
}
