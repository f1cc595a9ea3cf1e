import { CommandError } from '../command.ts'

export interface Stack {
  readonly name: string
  /** Such as `CREATE_COMPLETE`. */
  readonly status: string
  /** By logical id. */
  readonly outputs: ReadonlyMap<string, string>
}

export interface StackQuery {
  readonly name: string
  /** Default: what the AWS SDK finds in the environment or in the profile. */
  readonly region?: string | undefined
}

type Sdk = typeof import('@aws-sdk/client-cloudformation')

/**
 * Asks CloudFormation for a stack, with the credentials that the AWS SDK finds.
 *
 * @param load the AWS SDK, which not every install has
 * @throws {CommandError} that says why it cannot be had
 */
export async function findStack(
  { name, region }: StackQuery,
  load: () => Promise<Sdk> = () => import('@aws-sdk/client-cloudformation'),
): Promise<Stack> {
  const { CloudFormationClient, DescribeStacksCommand } = await loaded(load)
  const client = new CloudFormationClient(region ? { region } : {})
  const found = await client.config.region().catch(() => {
    throw new CommandError('No AWS Region is known: add --region eu-central-1 or set AWS_REGION.')
  })
  const { Stacks } = await client
    .send(new DescribeStacksCommand({ StackName: name }))
    .catch((error: Error) => {
      throw new CommandError(explain(error, name, found))
    })
    .finally(() => client.destroy())
  const { StackStatus = 'without a status', Outputs = [] } = Stacks?.[0] ?? {}
  const pairs = Outputs.map(
    ({ OutputKey, OutputValue }) => [`${OutputKey}`, `${OutputValue}`] as const,
  )
  return { name, status: StackStatus, outputs: new Map(pairs) }
}

async function loaded(load: () => Promise<Sdk>): Promise<Sdk> {
  try {
    return await load()
  } catch {
    throw new CommandError(
      'The AWS SDK is not installed: npm install --no-save @aws-sdk/client-cloudformation.',
    )
  }
}

/** By the error's name, since the SDK has no class for most of them. */
function explain({ name, message }: Error, stack: string, region: string): string {
  const [firstLine] = message.split('\n')
  switch (name) {
    case 'CredentialsProviderError':
    case 'TokenProviderError':
      return `No AWS credentials: run aws configure, or aws sso login (${firstLine}).`
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'InvalidClientTokenId':
    case 'SignatureDoesNotMatch':
      return `AWS refuses the credentials (${name}): sign in again, or set right ones.`
    case 'AccessDenied':
      return `These AWS credentials may not see the stack ${stack}: allow cloudformation:DescribeStacks.`
    case 'ValidationError':
      return `There is no stack ${stack} in ${region} (${firstLine}): look at aws cloudformation list-stacks --region ${region}.`
    default:
      return `Asking CloudFormation in ${region} failed (${name}: ${firstLine}).`
  }
}
