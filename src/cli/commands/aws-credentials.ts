import type { AwsCallError } from '../../aws-identity/call-error.ts'
import { fetchAwsIdentity } from '../../aws-identity/identity.ts'
import {
  configuredIdentityPool,
  type IdentityPool,
  localIdentityPool,
} from '../../aws-identity/identity-pool.ts'
import { didYouMean } from '../arguments/nearest.ts'
import { readOptions } from '../arguments/options.ts'
import { explain } from '../aws-credentials/failure.ts'
import { credentialsText, type Format, formats, publicPart } from '../aws-credentials/text.ts'
import { type Command, CommandError, UsageError } from '../command.ts'
import { jsonText } from '../output/printable.ts'
import { type Settings, settingsOf } from '../settings/settings.ts'
import type { Place } from '../sign-in/place.ts'
import { currentSession } from '../sign-in/session.ts'

const help = `Usage: npx cognito-resource-server aws-credentials [options]

Exchanges the ID token of who is signed in for AWS credentials that are good for an hour, by the identity
pool of the local user pool or of COGNITO_IDENTITY_POOL_ID (GetId, GetCredentialsForIdentity), and asks
AWS whose they are (GetCallerIdentity). Those of the local user pool are good there and nowhere else.

Options:
  --format <format>   table: who you are on AWS, without the secrets (default)
                      process: for credential_process in ~/.aws/config
                      env: export lines for a shell
  --json              the table as one JSON value
  --help              show this

Examples:
  npx cognito-resource-server aws-credentials
  eval "$(npx cognito-resource-server aws-credentials --format env)"
`

/** `aws-credentials`: from the ID token to AWS credentials. */
export const awsCredentials: Command = {
  name: 'aws-credentials',
  summary: 'get AWS credentials for who is signed in',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, { format: 'value', json: 'switch' })
    const format = readFormat(options.value('format') ?? 'table')
    if (options.has('json') && options.has('format')) {
      throw new UsageError('--json and --format do not go together.')
    }
    const settings = settingsOf(surroundings)
    const { place, tokens } = await currentSession(settings, surroundings.env)
    const pool = identityPoolOf(settings, place)
    const identity = await fetchAwsIdentity(pool, tokens.idToken).catch((error: AwsCallError) => {
      throw explain(error, pool)
    })
    surroundings.out(
      options.has('json')
        ? jsonText(publicPart(identity, pool))
        : credentialsText(format, identity, pool),
    )
    return 0
  },
}

function identityPoolOf({ config }: Settings, { localPool }: Place): IdentityPool {
  const pool = localPool ? localIdentityPool(localPool, config) : configuredIdentityPool(config)
  if (pool !== undefined) return pool
  throw new CommandError(
    'COGNITO_IDENTITY_POOL_ID is missing: name an identity pool that accepts the ID tokens of the user pool.',
  )
}

function readFormat(text: string): Format {
  const format = formats.find(name => name === text)
  if (format !== undefined) return format
  throw new UsageError(
    `--format ${text} is none of ${formats.join(', ')}.${didYouMean(text, formats)}`,
  )
}
