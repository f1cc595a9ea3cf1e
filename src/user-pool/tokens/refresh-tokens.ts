/** What a refresh token stands for. It holds this itself, so that nothing has to be stored. */
export interface RefreshGrant {
  readonly jti: string
  readonly sub: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** Seconds since 1970, as `expiresAt`. */
  readonly authTime: number
  readonly originJti: string
  readonly resource?: string | undefined
  readonly viaApi?: boolean | undefined
  readonly expiresAt: number
}

/** Refresh tokens as Cognito's: encrypted (RFC 7516), good for nobody but the pool. */
export interface RefreshTokens {
  readonly seal: (grant: RefreshGrant) => Promise<string>
  /** @returns `undefined` for what is no refresh token of this pool; one that ran out is one */
  readonly open: (token: string) => Promise<RefreshGrant | undefined>
}

/** Loaded late: a pool that only signs for tests and machines does not encrypt. */
const loadJose = () => import('jose')

/** @param key of 32 bytes */
export function createRefreshTokens(key: Uint8Array): RefreshTokens {
  return {
    seal: async grant => {
      const { EncryptJWT } = await loadJose()
      return new EncryptJWT({ grant })
        .setProtectedHeader({ cty: 'JWT', enc: 'A256GCM', alg: 'dir' })
        .encrypt(key)
    },
    open: async token => {
      const { jwtDecrypt } = await loadJose()
      try {
        const { payload } = await jwtDecrypt<{ grant: RefreshGrant }>(token, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        return payload.grant
      } catch {
        return undefined
      }
    },
  }
}
