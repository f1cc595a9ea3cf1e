import { readOptions } from '../arguments/options.ts'
import { type Command, CommandError } from '../command.ts'
import { settingsOf } from '../settings/settings.ts'
import { connect } from '../sign-in/connect.ts'
import { revoke } from '../sign-in/exchange.ts'
import { placeOf } from '../sign-in/place.ts'
import { tokenStore } from '../sign-in/store.ts'

const help = `Usage: npx cognito-resource-server logout [options]

Ends the sign-in: revokes the refresh token at the user pool, and forgets the tokens. The access token
stays good until it runs out, where nobody asks the user pool. If the user pool cannot be asked,
the tokens are forgotten all the same, and the exit code is 1. The browser stays signed in.

Options:
  --json   print one JSON value, for programs
  --help   show this

Examples:
  npx cognito-resource-server logout
  npx cognito-resource-server logout --json
`

/** `logout`: the end of what `login` began. */
export const logout: Command = {
  name: 'logout',
  summary: 'sign out, and revoke the refresh token',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, { json: 'switch' })
    const settings = settingsOf(surroundings)
    const place = await placeOf(settings)
    const store = tokenStore(place, surroundings.env)
    // First, so that nothing is left where the user pool cannot be asked, or what is there is none.
    const tokens = await store.read().catch(async (cause: unknown) => {
      await store.remove()
      throw unusable(cause)
    })
    await store.remove()
    if (tokens !== undefined) await revoke(await connect(place), tokens)
    const said = tokens === undefined ? 'Nobody was signed in.' : 'Signed out.'
    if (options.has('json')) surroundings.out(`{"signedOut":${tokens !== undefined}}\n`)
    else surroundings.err(`${said}\n`)
    return 0
  },
}

function unusable(cause: unknown): CommandError {
  return new CommandError(
    'What was kept of the sign-in cannot be trusted, and is deleted without revoking its refresh token: if somebody else may have read it, sign out everywhere at the user pool.',
    { cause },
  )
}
