import { withoutTokens } from '../logging/without-tokens.ts'
import { version } from '../version.ts'
import { didYouMean } from './arguments/nearest.ts'
import { type Command, CommandError, type Surroundings, UsageError } from './command.ts'
import { awsCredentials } from './commands/aws-credentials.ts'
import { decode } from './commands/decode.ts'
import { doctor } from './commands/doctor.ts'
import { envAws } from './commands/env-aws.ts'
import { login } from './commands/login.ts'
import { logout } from './commands/logout.ts'
import { orders } from './commands/orders.ts'
import { pool } from './commands/pool.ts'
import { postmanEnv } from './commands/postman-env.ts'
import { status } from './commands/status.ts'
import { token } from './commands/token.ts'
import { web } from './commands/web.ts'
import { whoami } from './commands/whoami.ts'
import { printable } from './output/printable.ts'

/** In the order of the help. */
export const commands: readonly Command[] = [
  login,
  logout,
  whoami,
  decode,
  orders,
  awsCredentials,
  token,
  status,
  doctor,
  pool,
  web,
  envAws,
  postmanEnv,
]

/**
 * The command line.
 *
 * @param argv what stands after the program's name
 * @returns the exit code: 0 done, 1 could not be done, 2 the command line is wrong, 78 the settings
 *   are wrong, or the local user pool must not run here
 */
export async function main(argv: readonly string[], given: Surroundings): Promise<number> {
  const surroundings = { ...given, err: (text: string) => given.err(withoutTokens(text)) }
  try {
    return await run(argv, surroundings)
  } catch (error) {
    if (error instanceof UsageError) {
      surroundings.err(`${error.message} See --help.\n`)
      return 2
    }
    const { message } = error as Error
    const isForeseen = error instanceof CommandError
    surroundings.err(isForeseen ? `${message}\n` : `Unexpected: ${printable(message)}\n`)
    return isForeseen ? error.exitCode : 1
  }
}

async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const [name, ...args] = argv
  if (name === undefined) {
    surroundings.err(usage())
    return 2
  }
  if (name === '--version') return print(surroundings, `${version}\n`)
  if (isHelp(name) || name === 'help') return print(surroundings, usage())
  const command = commands.find(candidate => candidate.name === name)
  if (command === undefined) {
    const names = commands.map(candidate => candidate.name)
    throw new UsageError(`Unknown command ${name}.${didYouMean(name, names)}`)
  }
  if (args.some(isHelp)) return print(surroundings, command.help)
  return command.run(args, surroundings)
}

function print({ out }: Surroundings, text: string): number {
  out(text)
  return 0
}

function isHelp(argument: string): boolean {
  return argument === '--help' || argument === '-h'
}

function usage(): string {
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(15)} ${summary}`)
  return `Usage: npx cognito-resource-server <command> [options]
       npm run --silent <command> -- [options], for the commands that have a script

Commands:
${list.join('\n')}

Options:
  --help     show this, or after a command what it takes
  --version  show the version

Examples:
  npx cognito-resource-server login
  npx cognito-resource-server status --json
`
}
