import { Type } from 'typebox'
import { CognitoError } from '../../accounts/cognito-error.ts'
import type { AppClient } from '../../directory/app-client.ts'
import type { PoolParts } from '../../pool-parts.ts'
import { adminOperation, operation } from '../../protocol/operation.ts'
import { clientId, texts } from '../../protocol/shapes.ts'
import { checkSecretHash, findClient, requireFlow } from '../client.ts'
import { type AuthParameters, required } from './auth-parameters.ts'
import { refreshFlow } from './refresh.ts'
import { continueSignIn } from './sign-in.ts'

interface Request {
  readonly pool: PoolParts
  readonly client: AppClient
  readonly parameters: AuthParameters
}

type Flow = (request: Request) => Promise<object>

const userSrp: Flow = async ({ pool, client, parameters }) => {
  requireFlow(client, 'USER_SRP_AUTH')
  const signInName = required(parameters, 'USERNAME')
  const clientPublic = required(parameters, 'SRP_A')
  checkSecretHash(client, signInName, parameters.SECRET_HASH)
  const hideUsers = client.preventUserExistenceErrors
  const { username, exchange } = await pool.accounts.beginSrp(signInName, clientPublic, hideUsers)
  const challenge = {
    name: 'PASSWORD_VERIFIER',
    clientId: client.id,
    signInName,
    exchange,
  } as const
  pool.sessions.challenges.add(challenge, exchange.secretBlock)
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: exchange.salt,
      SECRET_BLOCK: exchange.secretBlock,
      SRP_B: exchange.serverPublic,
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  }
}

const withPassword =
  (flow: 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH'): Flow =>
  async ({ pool, client, parameters }) => {
    requireFlow(client, flow)
    const signInName = required(parameters, 'USERNAME')
    const password = required(parameters, 'PASSWORD')
    checkSecretHash(client, signInName, parameters.SECRET_HASH)
    const hideUsers = client.preventUserExistenceErrors
    const account = await pool.accounts.verifyPassword(signInName, password, hideUsers)
    return continueSignIn(pool, { account, client })
  }

/** Cognito's words for a pool whose triggers do not define a challenge; this one has no triggers. */
const customAuth: Flow = async () => {
  throw new CognitoError(
    'InvalidParameterException',
    'Custom auth lambda trigger is not configured for the user pool.',
  )
}

const common: readonly (readonly [string, Flow])[] = [
  ['USER_SRP_AUTH', userSrp],
  ['REFRESH_TOKEN_AUTH', refreshFlow],
  ['REFRESH_TOKEN', refreshFlow],
  ['CUSTOM_AUTH', customAuth],
]
const userFlows = new Map([
  ...common,
  ['USER_PASSWORD_AUTH', withPassword('USER_PASSWORD_AUTH')] as const,
])
const adminFlows = new Map([
  ...common,
  ['ADMIN_USER_PASSWORD_AUTH', withPassword('ADMIN_USER_PASSWORD_AUTH')] as const,
  ['ADMIN_NO_SRP_AUTH', withPassword('ADMIN_USER_PASSWORD_AUTH')] as const,
])

const members = {
  ClientId: clientId,
  AuthFlow: Type.Enum([
    'USER_SRP_AUTH',
    'REFRESH_TOKEN_AUTH',
    'REFRESH_TOKEN',
    'CUSTOM_AUTH',
    'ADMIN_NO_SRP_AUTH',
    'USER_PASSWORD_AUTH',
    'ADMIN_USER_PASSWORD_AUTH',
    'USER_AUTH',
  ]),
  AuthParameters: Type.Optional(texts),
}

export const initiateAuth = operation(
  Type.Object(members),
  async (pool, { ClientId, AuthFlow, AuthParameters = {} }) => {
    const client = findClient(pool, ClientId)
    const flow = userFlows.get(AuthFlow) ?? noFlow('Initiate Auth method not supported.')
    return flow({ pool, client, parameters: AuthParameters })
  },
)

export const adminInitiateAuth = adminOperation(
  members,
  async (pool, { ClientId, AuthFlow, AuthParameters = {} }) => {
    const client = findClient(pool, ClientId)
    const flow = adminFlows.get(AuthFlow) ?? noFlow('Auth flow not enabled for this client')
    return flow({ pool, client, parameters: AuthParameters })
  },
)

function noFlow(message: string): never {
  throw new CognitoError('InvalidParameterException', message)
}
