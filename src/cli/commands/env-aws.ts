import { join } from 'node:path'
import { readOptions } from '../arguments/options.ts'
import { type Command, type Surroundings, UsageError } from '../command.ts'
import { updateEnvFile } from '../env-aws/env-file.ts'
import { findStack } from '../env-aws/find-stack.ts'
import { settingsOf } from '../env-aws/stack-settings.ts'
import { print } from '../output/print.ts'
import { isSecret, mask } from '../output/secret.ts'
import { readEnvironment } from '../settings/settings.ts'

const help = `Usage: npm run --silent env:aws -- <stack> [options]

Writes the outputs of a CloudFormation stack made from infra/cognito.yaml to .env, so that API, web
client and command line use its user pool from their next start. Replaces the settings it brings and
leaves every other line of .env as it is. Needs AWS credentials that may describe the stack.

Options:
  --region <region>   where the stack is; default: AWS_REGION, else what your AWS profile says
  --json              what was written as one JSON value
  --help              show this

Examples:
  npm run --silent env:aws -- orders
  npm run --silent env:aws -- orders --region eu-central-1
`

/** `env:aws`: from a stack on AWS to the settings of this service. */
export const envAws: Command = {
  name: 'env:aws',
  summary: 'write the outputs of a CloudFormation stack to .env',
  help,
  run: async ([name, ...args], surroundings) => {
    if (name === undefined || name.startsWith('-')) {
      throw new UsageError('Say which stack first, as in: npm run env:aws -- orders.')
    }
    const options = readOptions(args, { region: 'value', json: 'switch' })
    const environment = readEnvironment(surroundings)
    const region =
      options.value('region') ?? (environment.AWS_REGION || environment.AWS_DEFAULT_REGION)
    const stack = await findStack({ name, region })
    const { settings, others } = settingsOf(stack)
    await updateEnvFile(join(surroundings.cwd, '.env'), settings)
    print(shown(settings), lines, options, surroundings)
    report(settings, others, surroundings)
    return 0
  },
}

/** Without the secrets. */
function shown(settings: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...settings].map(([name, value]) => [name, isSecret(name) ? mask : value]),
  )
}

function lines(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

function report(
  settings: ReadonlyMap<string, string>,
  others: readonly string[],
  { err, env }: Surroundings,
): void {
  err(`Wrote ${settings.size} settings to .env.\n`)
  if (others.length > 0) err(`Left out, as they are no settings: ${others.join(', ')}.\n`)
  const covered = [...settings].filter(([name, value]) => (env[name] ?? value) !== value)
  if (covered.length > 0) {
    const names = covered.map(([name]) => name).join(', ')
    err(`Set to something else in the environment, which wins over .env: ${names}.\n`)
  }
}
