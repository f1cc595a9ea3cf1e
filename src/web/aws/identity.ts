import type { IdentityPoolSettings } from '../options.ts'

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

/** The identity pool or STS refused, or could not be asked; `message` is for people. */
export class AwsFailure extends Error {
  override readonly name = 'AwsFailure'
  /** AWS's name for it, such as `NotAuthorizedException`; `undefined` when nothing answered. */
  readonly code: string | undefined

  constructor(code: string | undefined, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Exchanges an ID token for temporary AWS credentials and tries them out: GetId,
 * GetCredentialsForIdentity (the enhanced flow), GetCallerIdentity. The AWS SDK is loaded by the
 * first call.
 *
 * @throws {AwsFailure} it was refused, or nothing answered
 * @throws Error when the AWS SDK cannot be loaded
 */
export async function assumeIdentity(
  pool: IdentityPoolSettings,
  idToken: string,
): Promise<AwsIdentity> {
  try {
    const { identityId, credentials, expiresAt } = await credentialsFor(pool, idToken)
    const { account, arn } = await callerWith(pool, credentials)
    return { identityId, ...credentials, expiresAt, account, arn }
  } catch (error) {
    throw isOfTheSdk(error) ? failureOf(error) : error
  }
}

/** Of the AWS SDK's clients. */
function place({ endpoint }: IdentityPoolSettings) {
  return { ...(endpoint !== undefined && { endpoint }), maxAttempts: 2 }
}

async function credentialsFor(pool: IdentityPoolSettings, idToken: string) {
  const { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } = await import(
    '@aws-sdk/client-cognito-identity'
  )
  const client = new CognitoIdentityClient({
    region: pool.id.split(':')[0] as string,
    ...place(pool),
  })
  const login = { Logins: { [pool.providerName]: idToken } }
  const { IdentityId, Credentials } = await client
    .send(new GetIdCommand({ IdentityPoolId: pool.id, ...login }))
    .then(({ IdentityId }) =>
      client.send(new GetCredentialsForIdentityCommand({ IdentityId, ...login })),
    )
    .finally(() => client.destroy())
  const { AccessKeyId, SecretKey, SessionToken, Expiration } = Credentials ?? {}
  if (Expiration === undefined) throw new AwsFailure('NoCredentials', 'It gave none.')
  return {
    identityId: `${IdentityId}`,
    credentials: {
      accessKeyId: `${AccessKeyId}`,
      secretAccessKey: `${SecretKey}`,
      sessionToken: `${SessionToken}`,
    },
    expiresAt: Expiration.getTime(),
  }
}

type Credentials = Pick<AwsIdentity, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>

async function callerWith(pool: IdentityPoolSettings, credentials: Credentials) {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts')
  const client = new STSClient({ region: pool.region, credentials, ...place(pool) })
  const { Account, Arn } = await client
    .send(new GetCallerIdentityCommand({}))
    .finally(() => client.destroy())
  return { account: `${Account}`, arn: `${Arn}` }
}

/** An error of a request that was sent, or could not be. */
interface SdkError extends Error {
  readonly $metadata: object
  /** Whose fault it is, in what AWS itself answered. */
  readonly $fault?: 'client' | 'server'
}

function isOfTheSdk(error: unknown): error is SdkError {
  return error instanceof Error && '$metadata' in error
}

function failureOf({ name, message, $fault }: SdkError): AwsFailure {
  if ($fault === undefined) return new AwsFailure(undefined, 'Nothing answers there.')
  return new AwsFailure(name, message)
}
