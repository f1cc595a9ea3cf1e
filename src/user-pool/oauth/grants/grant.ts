import type { AppClient } from '../../directory/app-client.ts'
import type { PoolParts } from '../../pool-parts.ts'
import type { Form } from '../form.ts'

export interface GrantRequest {
  readonly pool: PoolParts
  /** The app client, authenticated. */
  readonly client: AppClient
  readonly form: Form
}

/** Successful answer of the token endpoint: RFC 6749 section 5.1. */
export interface TokenResponse {
  /** Only with the scope `openid`. */
  readonly id_token?: string
  readonly access_token: string
  /** Only where the client does not have a good one already. */
  readonly refresh_token?: string
  /** Seconds. */
  readonly expires_in: number
  readonly token_type: 'Bearer'
}

/** @throws OAuthError */
export type Grant = (request: GrantRequest) => Promise<TokenResponse>
