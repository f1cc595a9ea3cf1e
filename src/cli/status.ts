import type { Command } from './command.ts'
import { readOptions } from './options.ts'
import { readEnvironment, readSettings } from './settings.ts'
import { reportStatus } from './status-report.ts'
import { statusText } from './status-text.ts'

const help = `Usage: npm run --silent status -- [options]

Tells what there is: whether API and user pool answer right now, and of the local user pool its
addresses, users with passwords, app clients with ids and secrets, and scopes. Of a user pool on
AWS it shows no secret.

Options:
  --json   print one JSON value, for programs
  --help   show this

Examples:
  npm run --silent status
  npm run --silent status -- --json
`

/** `status`: what exists and what runs. */
export const status: Command = {
  name: 'status',
  summary: 'tell what exists and what runs',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, { json: 'switch' })
    const settings = readSettings(readEnvironment(surroundings), surroundings.cwd)
    const report = await reportStatus(settings)
    const text = options.has('json') ? `${JSON.stringify(report, null, 2)}\n` : statusText(report)
    surroundings.out(text)
    return 0
  },
}
