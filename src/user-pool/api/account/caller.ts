import { type Static, type TObject, type TProperties, Type } from 'typebox'
import { userDisabled, userNotFound } from '../../accounts/authentication.ts'
import { CognitoError } from '../../accounts/cognito-error.ts'
import type { PoolParts } from '../../pool-parts.ts'
import type { Operation } from '../../protocol/operation.ts'
import { token } from '../../protocol/shapes.ts'
import {
  type AccessTokenRefusal,
  type VerifiedAccessToken,
  verifyAccessToken,
} from '../../tokens/verify-access-token.ts'

/** An operation of users on themselves, with the access token in the input. */
export function userOperation<Members extends TProperties>(
  members: Members,
  run: (
    pool: PoolParts,
    caller: VerifiedAccessToken,
    input: Static<TObject<Members>>,
  ) => Promise<object>,
): Operation {
  return {
    isSigned: false,
    input: Type.Object({ AccessToken: token, ...members }),
    run: async (
      pool: PoolParts,
      input: Static<TObject<Members>> & { readonly AccessToken: string },
    ) => run(pool, await callerOf(pool, input.AccessToken), input),
  }
}

/** @throws CognitoError NotAuthorizedException, UserNotFoundException */
async function callerOf(pool: PoolParts, accessToken: string): Promise<VerifiedAccessToken> {
  const caller = await verifyAccessToken(pool, accessToken)
  if (typeof caller === 'string') throw refusals[caller]()
  if (caller.scopes.includes('aws.cognito.signin.user.admin')) return caller
  throw notAuthorized('Access Token does not have required scopes')()
}

const notAuthorized = (message: string) => () => new CognitoError('NotAuthorizedException', message)

const refusals: Readonly<Record<AccessTokenRefusal, () => CognitoError>> = {
  invalid: notAuthorized('Invalid Access Token'),
  expired: notAuthorized('Access Token has expired'),
  revoked: notAuthorized('Access Token has been revoked'),
  'no user': userNotFound,
  disabled: userDisabled,
}
