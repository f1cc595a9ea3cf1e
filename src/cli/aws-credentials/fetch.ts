import { attempt } from './attempt.ts'
import type { IdentitySource } from './identity.ts'

/** What a signed-in user is on AWS, for an hour. */
export interface AwsIdentity {
  readonly identityId: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiration: Date
  /** Who AWS says it is. */
  readonly arn: string
  readonly account: string
}

/** Milliseconds that a call may take. */
const requestHandler = { connectionTimeout: 5000, requestTimeout: 10_000 }

/**
 * Exchanges an ID token for AWS credentials by the enhanced flow (AWS: "Identity pools
 * authentication flow"), and proves them.
 *
 * @throws {CommandError} that names the call that failed, why, and what to do
 */
export async function fetchAwsIdentity(
  idToken: string,
  source: IdentitySource,
): Promise<AwsIdentity> {
  const identity = await identify(idToken, source)
  const { arn, account } = await callerOf(identity, source)
  return { ...identity, arn, account }
}

async function identify(idToken: string, source: IdentitySource) {
  const { identityPoolId: IdentityPoolId, identityRegion: region, provider, endpoint } = source
  const sdk = await import('@aws-sdk/client-cognito-identity')
  const client = new sdk.CognitoIdentityClient({
    region,
    requestHandler,
    ...(endpoint !== undefined && { endpoint }),
  })
  const Logins = { [provider]: idToken }
  try {
    const { IdentityId } = await attempt('GetId', source, () =>
      client.send(new sdk.GetIdCommand({ IdentityPoolId, Logins })),
    )
    const { Credentials } = await attempt('GetCredentialsForIdentity', source, () =>
      client.send(new sdk.GetCredentialsForIdentityCommand({ IdentityId, Logins })),
    )
    const issued = Credentials as IssuedCredentials
    return {
      identityId: `${IdentityId}`,
      accessKeyId: issued.AccessKeyId,
      secretAccessKey: issued.SecretKey,
      sessionToken: issued.SessionToken,
      expiration: issued.Expiration,
    }
  } finally {
    client.destroy()
  }
}

/** What the API reference has in every answer, and the SDK in none. */
interface IssuedCredentials {
  readonly AccessKeyId: string
  readonly SecretKey: string
  readonly SessionToken: string
  readonly Expiration: Date
}

async function callerOf(
  credentials: Pick<AwsIdentity, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>,
  source: IdentitySource,
) {
  const { region, endpoint } = source
  const sdk = await import('@aws-sdk/client-sts')
  const client = new sdk.STSClient({
    region,
    requestHandler,
    credentials,
    ...(endpoint !== undefined && { endpoint }),
  })
  try {
    const { Arn, Account } = await attempt('GetCallerIdentity', source, () =>
      client.send(new sdk.GetCallerIdentityCommand({})),
    )
    return { arn: `${Arn}`, account: `${Account}` }
  } finally {
    client.destroy()
  }
}
