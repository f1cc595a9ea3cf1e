import { randomUUID } from 'node:crypto'
import { type Account, toUser } from '../accounts/account.ts'
import type { PoolParts } from '../pool-parts.ts'
import type { UserGrant, UserTokens } from './user-tokens.ts'

export interface SignInTokens extends UserTokens {
  readonly refreshToken: string
}

interface SignIn extends Omit<UserGrant, 'user' | 'originJti'> {
  readonly account: Account
}

/**
 * The first tokens of a sign-in, to which later ones go back.
 *
 * @throws PreTokenGenerationError
 */
export async function signInTokens(
  pool: PoolParts,
  { account, ...grant }: SignIn,
): Promise<SignInTokens> {
  const { client, scopes, authTime, resource, viaApi } = grant
  const { sub } = account
  const originJti = await pool.signIns.begin(sub, client.refreshTokenLifetime)
  const tokens = await pool.userTokens({ user: toUser(account), originJti, ...grant })
  const refreshToken = await pool.refreshTokens.seal({
    jti: randomUUID(),
    sub,
    clientId: client.id,
    scopes,
    authTime,
    originJti,
    resource,
    viaApi,
    expiresAt: Math.floor(pool.clock() / 1000) + client.refreshTokenLifetime,
  })
  return { ...tokens, refreshToken }
}
