import { readAll } from '../arguments/input.ts'
import { type Options, readOptions } from '../arguments/options.ts'
import { type Command, type Surroundings, UsageError } from '../command.ts'
import { decodeToken, reportToken, tokenText } from '../decode/report.ts'
import { checkSignature } from '../decode/signature.ts'
import { print } from '../output/print.ts'
import { type Settings, settingsOf } from '../settings/settings.ts'
import { currentSession } from '../sign-in/session.ts'

const help = `Usage: npx cognito-resource-server decode [token|-] [options]

Explains a token in words, claim by claim, and says whether its signature is that of the user pool of
the settings. - reads it from stdin, where neither ps nor the history of the shell shows it; without
one it is the access token of who is signed in.
Nothing is sent anywhere; from a user pool on AWS its public keys are fetched.

Options:
  --id-token   the ID token of who is signed in
  --json       print one JSON value, for programs
  --help       show this

Examples:
  npx cognito-resource-server decode
  npm run --silent token | npx cognito-resource-server decode -
`

/** `decode`: what a token says. */
export const decode: Command = {
  name: 'decode',
  summary: 'explain a token in words',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, { 'id-token': 'switch', json: 'switch' }, 1)
    const settings = settingsOf(surroundings)
    const token = await givenToken(options, settings, surroundings)
    const decoded = decodeToken(token)
    const signature = await checkSignature(token, decoded.claims.iss, settings)
    const report = reportToken(decoded, signature, Date.now() / 1000)
    print(report, tokenText, options, surroundings)
    return 0
  },
}

async function givenToken(
  options: Options,
  settings: Settings,
  { env, input }: Surroundings,
): Promise<string> {
  const [operand] = options.operands
  if (operand !== undefined && options.has('id-token')) {
    throw new UsageError('A token and --id-token do not go together.')
  }
  if (operand === undefined) {
    const { tokens } = await currentSession(settings, env)
    return options.has('id-token') ? tokens.idToken : tokens.accessToken
  }
  const text = operand === '-' ? await readAll(input()) : operand
  return text.trim().replace(/^Bearer +/i, '')
}
