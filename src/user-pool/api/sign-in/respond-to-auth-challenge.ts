import { Type } from 'typebox'
import { checkPassword, mustBeEnabled } from '../../accounts/authentication.ts'
import { CognitoError } from '../../accounts/cognito-error.ts'
import type { AppClient } from '../../directory/app-client.ts'
import type { PoolParts } from '../../pool-parts.ts'
import { adminOperation, operation } from '../../protocol/operation.ts'
import { clientId, session, texts } from '../../protocol/shapes.ts'
import type { Challenge, NextChallenge } from '../../sessions/sessions.ts'
import { checkSecretHash, findClient } from '../client.ts'
import { type AuthParameters, required } from './auth-parameters.ts'
import { proveByPassword } from './password-verifier.ts'
import { continueSignIn } from './sign-in.ts'

/** An answer to a challenge. */
export interface Answer {
  readonly pool: PoolParts
  readonly client: AppClient
  /** Of every challenge but PASSWORD_VERIFIER. */
  readonly session: string | undefined
  readonly responses: AuthParameters
}

const members = {
  ClientId: clientId,
  ChallengeName: Type.String(),
  Session: Type.Optional(session),
  ChallengeResponses: Type.Optional(texts),
}

interface Input {
  readonly ClientId: string
  readonly ChallengeName: string
  readonly Session?: string
  readonly ChallengeResponses?: AuthParameters
}

export const respondToAuthChallenge = operation(Type.Object(members), respond)
export const adminRespondToAuthChallenge = adminOperation(members, respond)

async function respond(pool: PoolParts, input: Input): Promise<object> {
  const client = findClient(pool, input.ClientId)
  const { ChallengeResponses: responses = {} } = input
  checkSecretHash(client, required(responses, 'USERNAME'), responses.SECRET_HASH)
  const answer = { pool, client, session: input.Session, responses }
  switch (input.ChallengeName) {
    case 'PASSWORD_VERIFIER':
      return continueSignIn(pool, { client, account: await proveByPassword(answer) })
    case 'NEW_PASSWORD_REQUIRED':
      return chooseNewPassword(answer)
    case 'SOFTWARE_TOKEN_MFA':
      return showCode(answer)
    default:
      throw new CognitoError(
        'InvalidParameterException',
        `${input.ChallengeName} is not a challenge of the local user pool.`,
      )
  }
}

async function chooseNewPassword(answer: Answer): Promise<object> {
  const { pool, client, responses } = answer
  const password = required(responses, 'NEW_PASSWORD')
  const { id, account } = currentChallenge(answer, 'NEW_PASSWORD_REQUIRED')
  // It may have been chosen since, elsewhere or by an administrator.
  if (account.status !== 'FORCE_CHANGE_PASSWORD') throw sessionExpired()
  const chosen = Object.entries(responses)
    .filter(([name]) => name.startsWith('userAttributes.'))
    .map(([name, value]) => [name.slice('userAttributes.'.length), value] as const)
  const attributes = Object.fromEntries(chosen)
  checkPassword(password, pool.configuration.passwordPolicy)
  pool.accounts.checkAttributes(account, attributes)
  // Taken before anything is waited for, so that of two answers at once only one counts.
  pool.sessions.challenges.take(id)
  await pool.accounts.setPassword(account, password)
  await pool.accounts.changeAttributes(account, attributes)
  return continueSignIn(pool, {
    account,
    client,
    triggerSource: 'TokenGeneration_NewPasswordChallenge',
  })
}

/** More wrong codes than that end the sign-in. */
const maximumAttempts = 5

async function showCode(answer: Answer): Promise<object> {
  const { pool, client, responses } = answer
  const code = required(responses, 'SOFTWARE_TOKEN_MFA_CODE')
  const { id, account, challenge } = currentChallenge(answer, 'SOFTWARE_TOKEN_MFA')
  challenge.attempts += 1
  if (challenge.attempts >= maximumAttempts) pool.sessions.challenges.take(id)
  await pool.accounts.checkSoftwareTokenCode(account, code)
  pool.sessions.challenges.take(id)
  const { triggerSource } = challenge
  return continueSignIn(pool, { account, client, triggerSource, hasShownCode: true })
}

function currentChallenge(
  { pool, client, session, responses }: Answer,
  name: NextChallenge['name'],
) {
  const id = required({ Session: session ?? '' }, 'Session')
  const challenge = pool.sessions.challenges.get(id)
  if (!isNext(challenge, name) || challenge.clientId !== client.id) throw sessionExpired()
  const account = pool.book.findBySub(challenge.sub)
  if (account === undefined || account !== pool.book.find(required(responses, 'USERNAME'))) {
    throw sessionExpired()
  }
  return { id, challenge, account: mustBeEnabled(account) }
}

function isNext(
  challenge: Challenge | undefined,
  name: NextChallenge['name'],
): challenge is NextChallenge {
  return challenge?.name === name
}

function sessionExpired(): CognitoError {
  return new CognitoError(
    'NotAuthorizedException',
    'Invalid session for the user, session is expired.',
  )
}
