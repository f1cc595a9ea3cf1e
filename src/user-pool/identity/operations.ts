import type { JWTPayload } from 'jose'
import { Type } from 'typebox'
import { CognitoError } from '../accounts/cognito-error.ts'
import { regionOf } from '../directory/region.ts'
import type { PoolParts } from '../pool-parts.ts'
import { type Operation, operation } from '../protocol/operation.ts'
import { sign } from '../tokens/sign.ts'
import { verifyLogin } from './login-token.ts'
import { chooseRole } from './roles.ts'

type Logins = Readonly<Record<string, string>>

const id = Type.String({ minLength: 1, maxLength: 55, pattern: '^[\\w-]+:[0-9a-f-]+$' })
const logins = Type.Optional(Type.Record(Type.String(), Type.String()))
const ofIdentity = { IdentityId: id, Logins: logins }

/** Seconds: what the enhanced flow gives, and what GetOpenIdToken gives. */
const credentialLifetime = 3600
const tokenLifetime = 600

/** Who issues the tokens of GetOpenIdToken, on AWS as here. */
export const identityIssuer = 'https://cognito-identity.amazonaws.com'

const getId = operation(
  Type.Object({ IdentityPoolId: id, Logins: logins }),
  async (pool, { IdentityPoolId, Logins = {} }) => {
    if (IdentityPoolId !== pool.identityPool.id) {
      const message = `IdentityPool '${IdentityPoolId}' not found.`
      throw new CognitoError('ResourceNotFoundException', message)
    }
    if (Object.keys(Logins).length === 0) {
      throw new CognitoError(
        'NotAuthorizedException',
        'Unauthenticated access is not supported for this identity pool.',
      )
    }
    const { claims } = await logIn(pool, Logins)
    return { IdentityId: pool.identityPool.identityOf(String(claims.sub)) }
  },
)

/** The enhanced flow. */
const getCredentialsForIdentity = operation(
  Type.Object({ ...ofIdentity, CustomRoleArn: Type.Optional(Type.String({ minLength: 20 })) }),
  async (pool, { IdentityId, Logins = {}, CustomRoleArn }) => {
    const { claims } = await requireIdentity(pool, IdentityId, Logins)
    const expiresAt = Math.floor(pool.clock() / 1000) + credentialLifetime
    const { accessKeyId, secretAccessKey, sessionToken } = await pool.identityPool.issueCredentials(
      {
        roleArn: chooseRole(claims, CustomRoleArn),
        sessionName: 'CognitoIdentityCredentials',
        expiresAt,
      },
    )
    return {
      IdentityId,
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: expiresAt,
      },
    }
  },
)

/** The first half of the basic flow; STS is the other. */
const getOpenIdToken = operation(
  Type.Object(ofIdentity),
  async (pool, { IdentityId, Logins = {} }) => {
    const { claims, provider } = await requireIdentity(pool, IdentityId, Logins)
    const now = Math.floor(pool.clock() / 1000)
    const token = await sign(
      {
        sub: IdentityId,
        aud: pool.identityPool.id,
        amr: ['authenticated', provider, `${provider}:CognitoSignIn:${claims.sub}`],
        iss: identityIssuer,
        exp: now + tokenLifetime,
        iat: now,
      },
      pool.keys.idKey,
    )
    return { IdentityId, Token: token }
  },
)

/** The operations of Cognito identity pools that this pool has. */
export const identityOperations: Readonly<Record<string, Operation>> = {
  GetId: getId,
  GetCredentialsForIdentity: getCredentialsForIdentity,
  GetOpenIdToken: getOpenIdToken,
}

interface Login {
  readonly provider: string
  readonly claims: JWTPayload
}

/** @throws CognitoError NotAuthorizedException */
async function logIn(pool: PoolParts, logins: Logins): Promise<Login> {
  const [[provider = '', token = ''] = []] = Object.entries(logins)
  if (!providerNames(pool).includes(provider)) {
    throw new CognitoError(
      'NotAuthorizedException',
      'Token is not from a supported provider of this identity pool.',
    )
  }
  return { provider, claims: await verifyLogin(pool, token) }
}

/** That the identity is the user's own. @throws CognitoError */
async function requireIdentity(pool: PoolParts, id: string, logins: Logins): Promise<Login> {
  if (Object.keys(logins).length === 0) {
    throw new CognitoError('NotAuthorizedException', `Access to Identity '${id}' is forbidden.`)
  }
  const { identityOf } = pool.identityPool
  if (!pool.book.users().some(({ sub }) => identityOf(sub) === id)) {
    throw new CognitoError('ResourceNotFoundException', `Identity '${id}' not found.`)
  }
  const login = await logIn(pool, logins)
  if (identityOf(String(login.claims.sub)) === id) return login
  throw new CognitoError(
    'NotAuthorizedException',
    "Logins don't match. Please include at least one valid login for this identity or identity pool.",
  )
}

/** What the user pool is called on AWS, and what its issuer is called here. */
function providerNames({ directory, addresses }: PoolParts): string[] {
  const { userPoolId } = directory
  return [
    `cognito-idp.${regionOf(userPoolId)}.amazonaws.com/${userPoolId}`,
    addresses().issuer.replace(/^https?:\/\//, ''),
  ]
}
