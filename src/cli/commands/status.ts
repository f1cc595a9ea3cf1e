import { type Options, readOptions } from '../arguments/options.ts'
import { type Command, UsageError } from '../command.ts'
import { jsonText } from '../output/printable.ts'
import { exportLines } from '../output/shell.ts'
import { type Settings, settingsOf } from '../settings/settings.ts'
import { variablesOf } from '../status/env.ts'
import { reportStatus, type StatusReport } from '../status/report.ts'
import { statusText } from '../status/text.ts'

const help = `Usage: npm run --silent status -- [options]

Tells what there is: whether API and user pool answer right now, and of the local user pool its
addresses, users with passwords, app clients with ids and secrets, and scopes. Of a user pool on
AWS it shows no secret.

Options:
  --env    print export lines instead, under the names of .env.example: with them another service on
           this machine uses the local user pool as if it were one on AWS; without secrets
  --json   print one JSON value, for programs
  --help   show this

Examples:
  npm run --silent status
  npm run --silent status -- --json
  npx cognito-resource-server status --env >> ../other-service/.env
`

/** `status`: what exists and what runs. */
export const status: Command = {
  name: 'status',
  summary: 'tell what exists and what runs',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, { env: 'switch', json: 'switch' })
    if (options.has('env') && options.has('json')) {
      throw new UsageError('--env and --json do not go together.')
    }
    const settings = settingsOf(surroundings)
    const report = await reportStatus(settings)
    surroundings.out(textOf(report, settings, options))
    return 0
  },
}

function textOf(report: StatusReport, settings: Settings, options: Options): string {
  if (options.has('env')) return exportLines(variablesOf(report, settings))
  return options.has('json') ? jsonText(report) : statusText(report)
}
