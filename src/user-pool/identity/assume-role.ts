import type { JWTPayload } from 'jose'
import { Type } from 'typebox'
import type { PoolParts } from '../pool-parts.ts'
import { checkInput } from '../protocol/input.ts'
import { verifySignature } from '../tokens/verify-signature.ts'
import { assumedRoleUser } from './assumed-role.ts'
import { decode, type IdTokenRefusal, verifyIdToken } from './login-token.ts'
import { identityIssuer } from './operations.ts'
import { isKnownRole } from './roles.ts'
import type { StsAction } from './sts-action.ts'
import { StsError, type StsErrorCode } from './sts-error.ts'

const shape = Type.Object({
  RoleArn: Type.String({ minLength: 20, maxLength: 2048 }),
  RoleSessionName: Type.String({ minLength: 2, maxLength: 64, pattern: '^[\\w+=,.@-]*$' }),
  WebIdentityToken: Type.String({ minLength: 4, maxLength: 20_000 }),
  DurationSeconds: Type.Integer({ minimum: 900, maximum: 43_200 }),
})

/** For ID tokens of the user pool, and tokens of GetOpenIdToken. Needs no signature. */
export const assumeRoleWithWebIdentity: StsAction = async ({ pool, form }) => {
  const { DurationSeconds = '3600', ...texts } = Object.fromEntries(form)
  if (!/^\d{1,9}$/.test(DurationSeconds)) {
    throw new StsError('ValidationError', 'DurationSeconds must be a whole number of seconds.')
  }
  checkInput(shape, { ...texts, DurationSeconds: Number(DurationSeconds) }, 'ValidationException')
  const { RoleArn = '', RoleSessionName: sessionName = '', WebIdentityToken = '' } = texts
  const claims = await verify(pool, WebIdentityToken)
  if (!isKnownRole(RoleArn, pool.directory)) {
    throw new StsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity')
  }
  const expiresAt = Math.floor(pool.clock() / 1000) + Number(DurationSeconds)
  const role = { roleArn: RoleArn, sessionName, expiresAt }
  const { accessKeyId, secretAccessKey, sessionToken } =
    await pool.identityPool.issueCredentials(role)
  const user = assumedRoleUser(role)
  return {
    SubjectFromWebIdentityToken: String(claims.sub),
    Audience: String(claims.aud),
    AssumedRoleUser: { Arn: user.arn, AssumedRoleId: user.id },
    Credentials: {
      SessionToken: sessionToken,
      SecretAccessKey: secretAccessKey,
      Expiration: new Date(expiresAt * 1000).toISOString(),
      AccessKeyId: accessKeyId,
    },
    Provider: String(claims.iss).replace(/^https?:\/\//, ''),
  }
}

/** @throws StsError InvalidIdentityToken, ExpiredTokenException */
async function verify(pool: PoolParts, token: string): Promise<JWTPayload> {
  const claims =
    decode(token)?.iss === identityIssuer
      ? await verifyOpenIdToken(pool, token)
      : await verifyIdToken(pool, token)
  if (typeof claims !== 'string') return claims
  const { code = 'InvalidIdentityToken', message } = refusals[claims]
  throw new StsError(code, message)
}

async function verifyOpenIdToken(
  pool: PoolParts,
  token: string,
): Promise<JWTPayload | IdTokenRefusal> {
  const claims = await verifySignature(pool, token, identityIssuer)
  if (typeof claims === 'string') return claims
  return claims.aud === pool.identityPool.id ? claims : 'other audience'
}

const notValid =
  'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)'

const refusals: Readonly<
  Record<IdTokenRefusal, { readonly code?: StsErrorCode; readonly message: string }>
> = {
  'not a JWT': { message: notValid },
  'other issuer': { message: 'No OpenIDConnect provider found in your account for the issuer' },
  invalid: { message: 'Provided Token cannot be verified: its signature is not right' },
  expired: { code: 'ExpiredTokenException', message: 'Token expired' },
  'no audience': { message: notValid },
  'other audience': { message: 'Incorrect token audience' },
  'not an ID token': { message: notValid },
  revoked: { message: 'The token has been revoked' },
}
