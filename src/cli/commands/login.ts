import { readDuration } from '../arguments/duration.ts'
import { readOptions } from '../arguments/options.ts'
import { readPort } from '../arguments/port.ts'
import { type Command, UsageError } from '../command.ts'
import { print } from '../output/print.ts'
import { settingsOf } from '../settings/settings.ts'
import { byBrowser } from '../sign-in/by-browser.ts'
import { byHand } from '../sign-in/by-hand.ts'
import { type Place, placeOf } from '../sign-in/place.ts'
import { requestedScopes } from '../sign-in/scopes.ts'
import { tokenStore } from '../sign-in/store.ts'
import { reportSession, sessionText } from '../whoami/report.ts'

const help = `Usage: npx cognito-resource-server login [options]

Signs you in at the user pool of the settings, in the browser, and remembers the tokens for the other
commands, which renew them by themselves. Needs an app client with the code flow and the callback
URL http://localhost:8976/callback (8977 and 8978 are tried next): the local user pool has one, on AWS
it is the one that COGNITO_CLI_CLIENT_ID names.

Options:
  --scope <scope>    ask for this scope; repeat it, or separate several by commas; default: email,
                     order.read and order.write; openid is always asked for
  --no-browser       for another machine's browser: open the address there, paste back where it ends
  --port <port>      another registered port of localhost
  --timeout <time>   how long to wait for the browser, as 90s or 5m; default: 2m
  --json             print who is signed in as one JSON value
  --help             show this

Examples:
  npx cognito-resource-server login
  npx cognito-resource-server login --scope order.read --scope revocation.write
  npx cognito-resource-server login --no-browser
`

/** `login`: signs a person in by authorization code and PKCE (RFC 8252). */
export const login: Command = {
  name: 'login',
  summary: 'sign in with the browser',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, {
      scope: 'value',
      'no-browser': 'switch',
      port: 'value',
      timeout: 'value',
      json: 'switch',
    })
    const timeout = readTimeout(options.value('timeout'))
    const port = readPort(options.value('port'), 1)
    const settings = settingsOf(surroundings)
    const { RESOURCE_SERVER_ID } = settings.config
    const scopes = requestedScopes(options, RESOURCE_SERVER_ID)
    const place = atPort(port, await placeOf(settings))
    const tokens = options.has('no-browser')
      ? await byHand(place, scopes, surroundings)
      : await byBrowser(place, scopes, { ...surroundings, timeout })
    await tokenStore(place, surroundings.env).write(tokens)
    const report = reportSession({ place, tokens }, RESOURCE_SERVER_ID)
    print(report, sessionText, options, surroundings)
    return 0
  },
}

function atPort(port: number | undefined, place: Place): Place {
  return port === undefined
    ? place
    : { ...place, callbackUrls: [`http://localhost:${port}/callback`] }
}

/** In seconds. */
function readTimeout(text: string | undefined): number {
  const seconds = readDuration('--timeout', text ?? '2m')
  if (seconds > 0) return seconds
  throw new UsageError(`--timeout ${text} is no time to wait.`)
}
