import type { Account } from '../../accounts/account.ts'
import { CognitoError } from '../../accounts/cognito-error.ts'
import type { TriggerSource } from '../../configuration/pre-token-generation.ts'
import type { AppClient } from '../../directory/app-client.ts'
import type { PoolParts } from '../../pool-parts.ts'
import type { NextChallenge } from '../../sessions/sessions.ts'
import { signInTokens } from '../../tokens/sign-in-tokens.ts'
import { authenticationResult } from './authentication-result.ts'

interface SignIn {
  readonly account: Account
  readonly client: AppClient
  /** Default: a sign-in without a new password. */
  readonly triggerSource?: TriggerSource
  /** Whether a code of the authenticator app has been shown. Default: `false`. */
  readonly hasShownCode?: boolean
}

/** The only scope of tokens that come from the JSON API. */
const scopes = ['aws.cognito.signin.user.admin']

/**
 * What comes after the password: another challenge, or the tokens.
 *
 * @throws CognitoError UserNotConfirmedException, PasswordResetRequiredException
 */
export async function continueSignIn(pool: PoolParts, signIn: SignIn): Promise<object> {
  const { account, client, hasShownCode = false } = signIn
  const { triggerSource = 'TokenGeneration_Authentication' } = signIn
  const { sub, status, softwareToken } = account
  const challenge = { clientId: client.id, sub, triggerSource, attempts: 0 }
  requireUsable(account)
  if (status === 'FORCE_CHANGE_PASSWORD') {
    return ask(pool, { name: 'NEW_PASSWORD_REQUIRED', ...challenge }, newPassword(account))
  }
  if (softwareToken?.enabled && !hasShownCode) {
    const { deviceName } = softwareToken
    return ask(
      pool,
      { name: 'SOFTWARE_TOKEN_MFA', ...challenge },
      {
        USER_ID_FOR_SRP: account.username,
        ...(deviceName !== undefined && { FRIENDLY_DEVICE_NAME: deviceName }),
      },
    )
  }
  const authTime = Math.floor(pool.clock() / 1000)
  const tokens = await signInTokens(pool, {
    account,
    client,
    scopes,
    authTime,
    viaApi: true,
    triggerSource,
  })
  return authenticationResult(tokens)
}

function ask(pool: PoolParts, challenge: NextChallenge, parameters: object): object {
  return {
    ChallengeName: challenge.name,
    Session: pool.sessions.challenges.add(challenge),
    ChallengeParameters: parameters,
  }
}

function newPassword({ username, attributes }: Account): object {
  return {
    USER_ID_FOR_SRP: username,
    requiredAttributes: '[]',
    userAttributes: JSON.stringify(attributes),
  }
}

function requireUsable({ status }: Account): void {
  if (status === 'UNCONFIRMED') {
    throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.')
  }
  if (status === 'RESET_REQUIRED') {
    throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user')
  }
}
