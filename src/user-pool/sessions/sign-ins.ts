import { randomUUID } from 'node:crypto'
import type { Store } from '../state/store.ts'
import type { RefreshGrant } from '../tokens/refresh-tokens.ts'

/** The sign-ins that tokens go back to, by `origin_jti`, and what has become of them. */
export interface SignIns {
  /** @param lifetime seconds that tokens can go back to it. @returns its `origin_jti` */
  readonly begin: (sub: string, lifetime: number) => Promise<string>
  readonly revoke: (originJti: string) => Promise<void>
  /** Global sign-out: revokes every sign-in of a user. */
  readonly revokeAllOf: (sub: string) => Promise<void>
  readonly isRevoked: (originJti: string) => boolean
  /** Puts a refresh token out of use; does nothing to one that is so already. */
  readonly rotate: (grant: RefreshGrant) => Promise<void>
  /** @param gracePeriod seconds for which a replaced token still counts */
  readonly isReplaced: (grant: RefreshGrant, gracePeriod: number) => boolean
}

/** The longest life of a token beyond that of the refresh token it came from. */
const day = 86_400

/** @param now seconds since 1970 */
export function createSignIns({ state, save }: Store, now: () => number): SignIns {
  const { signIns, revokedSignIns, rotatedRefreshTokens } = state

  function markRevoked(originJti: string): void {
    const { expiresAt = now() + day } = signIns[originJti] ?? {}
    revokedSignIns[originJti] = { expiresAt }
  }

  return {
    begin: async (sub, lifetime) => {
      const originJti = randomUUID()
      signIns[originJti] = { sub, expiresAt: now() + lifetime + day }
      await save()
      return originJti
    },
    revoke: originJti => {
      markRevoked(originJti)
      return save()
    },
    revokeAllOf: sub => {
      const own = Object.entries(signIns).filter(([, signIn]) => signIn.sub === sub)
      for (const [originJti] of own) markRevoked(originJti)
      return save()
    },
    isRevoked: originJti => revokedSignIns[originJti] !== undefined,
    rotate: async ({ jti, expiresAt }) => {
      if (rotatedRefreshTokens[jti] !== undefined) return
      rotatedRefreshTokens[jti] = { rotatedAt: now(), expiresAt }
      await save()
    },
    isReplaced: ({ jti }, gracePeriod) => {
      const { rotatedAt } = rotatedRefreshTokens[jti] ?? {}
      return rotatedAt !== undefined && Math.abs(now() - rotatedAt) >= gracePeriod
    },
  }
}
