import { decodeJwt } from 'jose'
import * as oidc from 'openid-client'
import { CommandError } from '../command.ts'
import { printable } from '../output/printable.ts'
import { unreachable } from '../unreachable.ts'
import type { SignInRequest } from './request.ts'
import { type Tokens, tokensIn } from './store.ts'

/**
 * Exchanges the code for tokens, and checks state, nonce and the signature of the ID token.
 *
 * @param answer the callback URL with what the user pool put into it
 * @throws {CommandError} one of them does not fit, or the user pool refuses
 */
export async function exchange(
  connection: oidc.Configuration,
  request: SignInRequest,
  answer: URL,
): Promise<Tokens> {
  try {
    return tokensOf(await oidc.authorizationCodeGrant(connection, answer, { ...request.checks }))
  } catch (error) {
    throw new CommandError(`The sign-in failed: ${explain(error)}.`)
  }
}

/**
 * Gets new access and ID tokens.
 *
 * @returns undefined when the refresh token is not good any more
 * @throws {CommandError} nobody can be asked, or the answer does not fit
 */
export async function refresh(
  connection: oidc.Configuration,
  { idToken, refreshToken }: Tokens,
): Promise<Tokens | undefined> {
  try {
    const answer = await oidc.refreshTokenGrant(connection, refreshToken)
    // There is another refresh token only where they rotate.
    const tokens = tokensOf({ refresh_token: refreshToken, ...answer })
    // OpenID Connect Core section 12.2: it must be the same user.
    if (decodeJwt(tokens.idToken).sub === decodeJwt(idToken).sub) return tokens
  } catch (error) {
    if ((error as { error?: string }).error === 'invalid_grant') return undefined
    throw new CommandError(`The tokens cannot be renewed: ${explain(error)}.`)
  }
  throw new CommandError('The renewed tokens are those of somebody else: run login again.')
}

/** @throws {CommandError} the user pool does not confirm it */
export async function revoke(connection: oidc.Configuration, tokens: Tokens): Promise<void> {
  try {
    await oidc.tokenRevocation(connection, tokens.refreshToken)
  } catch (error) {
    throw new CommandError(`The refresh token cannot be revoked: ${explain(error)}.`)
  }
}

type Answer = Pick<oidc.TokenEndpointResponse, 'access_token' | 'id_token' | 'refresh_token'>

/**
 * Cognito sends all three for a code and the scope openid, and the first two for a refresh token.
 *
 * @throws JWTInvalid something else was sent
 */
function tokensOf({ access_token, id_token, refresh_token }: Answer): Tokens {
  return tokensIn({ accessToken: access_token, idToken: id_token, refreshToken: refresh_token })
}

/** Never with what the user pool sent, apart from the error codes of RFC 6749. */
function explain(error: unknown): string {
  const { code, error: refusal } = error as { code?: string; error?: string }
  const reason = unreachable(error)
  if (reason !== undefined) return `the user pool does not answer (${reason}), check the network`
  if (refusal !== undefined) {
    return `the user pool refuses it (${printable(refusal.slice(0, 100))}), run login again`
  }
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') {
    return 'the ID token is of another time, set the clock of this machine right'
  }
  return `what the user pool answered does not fit (${code}), run login again`
}
