import { attempt } from './call-error.ts'
import { type IdentityPool, regionOfIdentityPool } from './identity-pool.ts'

/** Who somebody is on AWS, and temporary credentials for it. */
export interface AwsIdentity {
  readonly identityId: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  /** What STS says of the credentials. */
  readonly account: string
  readonly arn: string
}

type Credentials = Omit<AwsIdentity, 'account' | 'arn'>

/** What the API reference has in every answer, and the types of the SDK in none. */
interface IssuedCredentials {
  readonly AccessKeyId: string
  readonly SecretKey: string
  readonly SessionToken: string
  readonly Expiration: Date
}

/**
 * Exchanges an ID token for temporary AWS credentials and tries them out: GetId,
 * GetCredentialsForIdentity, GetCallerIdentity (AWS: "Identity pools authentication flow", the
 * enhanced one). The AWS SDK is loaded by the first call.
 *
 * @param deadline milliseconds that an answer may take; each call is made twice, in less time than the
 *   connections of the web client may be silent
 * @throws {AwsCallError} a call was refused, or nothing answered
 */
export async function fetchAwsIdentity(
  pool: IdentityPool,
  idToken: string,
  deadline = 8000,
): Promise<AwsIdentity> {
  const options = clientOptions(pool, deadline)
  const credentials = await credentialsFor(pool, idToken, options)
  return { ...credentials, ...(await callerWith(pool, credentials, options)) }
}

type ClientOptions = ReturnType<typeof clientOptions>

async function credentialsFor(
  pool: IdentityPool,
  idToken: string,
  options: ClientOptions,
): Promise<Credentials> {
  const sdk = await import('@aws-sdk/client-cognito-identity')
  const client = new sdk.CognitoIdentityClient({
    region: regionOfIdentityPool(pool.id),
    ...options,
  })
  const Logins = { [pool.providerName]: idToken }
  try {
    const { IdentityId } = await attempt(
      'GetId',
      client.send(new sdk.GetIdCommand({ IdentityPoolId: pool.id, Logins })),
    )
    const issued = await attempt(
      'GetCredentialsForIdentity',
      client
        .send(new sdk.GetCredentialsForIdentityCommand({ IdentityId, Logins }))
        .then(({ Credentials }) => issuedIn(Credentials)),
    )
    return {
      identityId: `${IdentityId}`,
      accessKeyId: issued.AccessKeyId,
      secretAccessKey: issued.SecretKey,
      sessionToken: issued.SessionToken,
      expiresAt: issued.Expiration.getTime(),
    }
  } finally {
    client.destroy()
  }
}

function issuedIn(credentials: object | undefined): IssuedCredentials {
  if (credentials === undefined) throw new Error('there are no credentials in the answer')
  return credentials as IssuedCredentials
}

async function callerWith(pool: IdentityPool, credentials: Credentials, options: ClientOptions) {
  const sdk = await import('@aws-sdk/client-sts')
  const client = new sdk.STSClient({ region: pool.region, credentials, ...options })
  try {
    const { Account, Arn } = await attempt(
      'GetCallerIdentity',
      client.send(new sdk.GetCallerIdentityCommand({})),
    )
    return { account: `${Account}`, arn: `${Arn}` }
  } finally {
    client.destroy()
  }
}

function clientOptions({ endpoint }: IdentityPool, deadline: number) {
  return {
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 2,
    // Milliseconds.
    requestHandler: {
      connectionTimeout: 5000,
      requestTimeout: deadline,
      // Otherwise the SDK only warns.
      throwOnRequestTimeout: true,
    },
  }
}
