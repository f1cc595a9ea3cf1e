import { ConfigurationError } from '../../user-pool/configuration/check.ts'
import { readOptions } from '../arguments/options.ts'
import { type Command, CommandError, type Surroundings } from '../command.ts'
import { bad, badFrom, type Check } from '../doctor/check.ts'
import { effectiveSettings } from '../doctor/effective-settings.ts'
import { examine } from '../doctor/examine.ts'
import { type DoctorReport, doctorText } from '../doctor/text.ts'
import { print } from '../output/print.ts'
import { type Settings, settingsOf } from '../settings/settings.ts'

const help = `Usage: npx cognito-resource-server doctor [options]

Shows the settings that count and where each comes from, without secrets, and looks at all that signing
in and verifying tokens needs: what the issuer says of itself, its keys, its clock, the domain, the app
clients of docs page, web client and command line with their callback URLs, a free port and the
remembered tokens. Says how to mend what is bad; the exit code is 1 then.

Options:
  --json   print one JSON value, for programs
  --help   show this

Examples:
  npx cognito-resource-server doctor
  npx cognito-resource-server doctor --json
`

/** `doctor`: what is wrong, and how to mend it. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'find out what is wrong',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, { json: 'switch' })
    const report = await diagnose(surroundings)
    print(report, doctorText, options, surroundings)
    return report.healthy ? 0 : 1
  },
}

async function diagnose(surroundings: Surroundings): Promise<DoctorReport> {
  const settings = usableSettings(surroundings)
  const checks =
    settings instanceof CommandError
      ? wrongSettings(settings)
      : await examine(settings, surroundings.env).catch((error: Error) => [unusablePool(error)])
  const config = settings instanceof CommandError ? undefined : settings.config
  return {
    healthy: checks.every(({ result }) => result !== 'bad'),
    settings: effectiveSettings(surroundings, config),
    checks,
  }
}

function usableSettings(surroundings: Surroundings): Settings | CommandError {
  try {
    return settingsOf(surroundings)
  } catch (error) {
    return error as CommandError
  }
}

/** Its configuration is told fault by fault, each with what should be there. */
function unusablePool(error: Error): Check {
  const name = 'user pool'
  return error.cause instanceof ConfigurationError
    ? bad(name, error.message.replace(/\.$/, ''), 'correct it there')
    : badFrom(name, error)
}

/** A line for each, after the first. */
function wrongSettings({ message }: CommandError): Check[] {
  const [, ...lines] = message.split('\n')
  return lines.map(line => bad('settings', line, 'correct it in the environment or in .env'))
}
