import { readOptions } from '../arguments/options.ts'
import type { Command } from '../command.ts'
import { print } from '../output/print.ts'
import { settingsOf } from '../settings/settings.ts'
import { currentSession } from '../sign-in/session.ts'
import { reportSession, sessionText } from '../whoami/report.ts'

const help = `Usage: npx cognito-resource-server whoami [options]

Tells who is signed in, where, for how long, and what the scopes allow.

Options:
  --json   print one JSON value, for programs
  --help   show this

Examples:
  npx cognito-resource-server whoami
  npx cognito-resource-server whoami --json
`

/** `whoami`: the sign-in that the other commands use. */
export const whoami: Command = {
  name: 'whoami',
  summary: 'tell who is signed in',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, { json: 'switch' })
    const settings = settingsOf(surroundings)
    const session = await currentSession(settings, surroundings.env)
    const report = reportSession(session, settings.config.RESOURCE_SERVER_ID)
    print(report, sessionText, options, surroundings)
    return 0
  },
}
