import type { Account } from '../../accounts/account.ts'
import { CognitoError } from '../../accounts/cognito-error.ts'
import { required } from './auth-parameters.ts'
import type { Answer } from './respond-to-auth-challenge.ts'

/** `EEE MMM d HH:mm:ss z yyyy`: the day of the month has no leading zero. */
const timestampFormat =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [1-9]\d? \d\d:\d\d:\d\d UTC \d{4}$/

/**
 * The end of USER_SRP_AUTH. A secret block is good for one answer, and stands for the session, as
 * on AWS.
 *
 * @throws CognitoError
 */
export async function proveByPassword({ pool, client, responses }: Answer): Promise<Account> {
  const signature = required(responses, 'PASSWORD_CLAIM_SIGNATURE')
  const secretBlock = required(responses, 'PASSWORD_CLAIM_SECRET_BLOCK')
  const timestamp = required(responses, 'TIMESTAMP')
  if (!timestampFormat.test(timestamp)) {
    throw new CognitoError(
      'InvalidParameterException',
      'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
    )
  }
  const challenge = pool.sessions.challenges.take(secretBlock)
  const account = pool.book.find(required(responses, 'USERNAME'))
  if (
    challenge?.name !== 'PASSWORD_VERIFIER' ||
    challenge.clientId !== client.id ||
    account !== pool.book.find(challenge.signInName)
  ) {
    throw new CognitoError('NotAuthorizedException', 'Incorrect username or password.')
  }
  const { signInName, exchange } = challenge
  const hideUsers = client.preventUserExistenceErrors
  return pool.accounts.finishSrp(signInName, exchange, { timestamp, signature }, hideUsers)
}
