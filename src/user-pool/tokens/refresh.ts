import { randomUUID } from 'node:crypto'
import { type Account, toUser } from '../accounts/account.ts'
import type { AppClient } from '../directory/app-client.ts'
import type { PoolParts } from '../pool-parts.ts'
import type { RefreshGrant } from './refresh-tokens.ts'
import type { UserTokens } from './user-tokens.ts'

/** Why a refresh token is not accepted: OAuth does not tell, Cognito's API does. */
export type RefreshRefusal = 'invalid' | 'expired' | 'revoked' | 'replaced' | 'disabled'

export class RefreshError extends Error {
  override readonly name = 'RefreshError'
  readonly refusal: RefreshRefusal

  constructor(refusal: RefreshRefusal) {
    super(`The refresh token is not accepted: ${refusal}`)
    this.refusal = refusal
  }
}

export interface RefreshedTokens extends UserTokens {
  /** Only where the client's are rotated. It runs out when the old one would have. */
  readonly refreshToken: string | undefined
}

/**
 * RFC 6749 section 6. The time of the sign-in and `origin_jti` stay.
 *
 * @throws RefreshError
 * @throws PreTokenGenerationError
 */
export async function refresh(
  pool: PoolParts,
  client: AppClient,
  token: string,
): Promise<RefreshedTokens> {
  const grant = await pool.refreshTokens.open(token)
  const account = grant && pool.book.findBySub(grant.sub)
  if (grant === undefined || account === undefined || grant.clientId !== client.id) {
    throw new RefreshError('invalid')
  }
  demandAcceptance(pool, client, grant, account)
  const { scopes, authTime, originJti, resource, viaApi } = grant
  const tokens = await pool.userTokens({
    user: toUser(account),
    client,
    scopes,
    authTime,
    originJti,
    resource,
    viaApi,
    triggerSource: 'TokenGeneration_RefreshTokens',
  })
  if (client.refreshTokenRotation === undefined) return { ...tokens, refreshToken: undefined }
  // Another request may have brought the same one meanwhile.
  demandAcceptance(pool, client, grant, account)
  await pool.signIns.rotate(grant)
  const refreshToken = await pool.refreshTokens.seal({ ...grant, jti: randomUUID() })
  return { ...tokens, refreshToken }
}

/** @throws RefreshError */
function demandAcceptance(...given: Parameters<typeof refusalOf>): void {
  const refusal = refusalOf(...given)
  if (refusal !== undefined) throw new RefreshError(refusal)
}

function refusalOf(
  { clock, signIns }: PoolParts,
  { refreshTokenRotation }: AppClient,
  grant: RefreshGrant,
  account: Account,
): RefreshRefusal | undefined {
  if (grant.expiresAt <= Math.floor(clock() / 1000)) return 'expired'
  if (!account.enabled) return 'disabled'
  if (signIns.isRevoked(grant.originJti)) return 'revoked'
  if (signIns.isReplaced(grant, refreshTokenRotation?.gracePeriodSeconds ?? 0)) return 'replaced'
  return undefined
}
