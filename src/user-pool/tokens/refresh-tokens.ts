import { EncryptJWT, jwtDecrypt } from 'jose'

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

/** @param key of 32 bytes */
export function createRefreshTokens(key: Uint8Array): RefreshTokens {
  return {
    seal: grant =>
      new EncryptJWT({ grant })
        .setProtectedHeader({ cty: 'JWT', enc: 'A256GCM', alg: 'dir' })
        .encrypt(key),
    open: async token => {
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
