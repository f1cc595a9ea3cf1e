import { decodeJwt } from 'jose'
import { fullScopeName } from '../../user-pool/configuration/scope-names.ts'
import type { AppClient } from '../../user-pool/directory/app-client.ts'
import type { Install } from '../../user-pool/install.ts'
import { readDuration } from '../arguments/duration.ts'
import { givenScopes } from '../arguments/given-scopes.ts'
import { didYouMean } from '../arguments/nearest.ts'
import { type Options, readOptions } from '../arguments/options.ts'
import { type Command, CommandError, type Surroundings, UsageError } from '../command.ts'
import { jsonText } from '../output/printable.ts'
import { openLocalPool } from '../settings/local-pool.ts'
import { readEnvironment, readSettings, settingsOf } from '../settings/settings.ts'
import { currentSession } from '../sign-in/session.ts'

const help = `Usage: npm run --silent token -- [options]

Prints a token of the local user pool, and nothing else, on stdout. The pool need not run.
Default: an access token of alice@example.com with every scope of the API, good for an hour.

Options:
  --scope <scope>       ask for this scope only; repeat it, or separate several by commas
  --user <email>        the user it is for
  --machine             an access token of the app client machine, for no user
  --id-token            the ID token of the user, which the API must refuse
  --signed-in           the access token of who is signed in (login), at any user pool; with
                        --id-token the ID token
  --expires-in <time>   900, 30s, 15m or 2h, at most 24h; -1m for one that ran out a minute ago
  --json                as OAuth answers: access_token or id_token, token_type, expires_in
  --help                show this

Examples:
  npm run --silent token
  npm run --silent token -- --scope order.read,order.write --user bob@example.com
  npm run --silent token -- --machine --scope order.write
  npm run --silent token -- --expires-in -1m
  curl -H "Authorization: Bearer $(npm run --silent token)" http://localhost:3000/token-info
`

/** `token`: an access or ID token for scripts, signed with the keys in the data folder. */
export const token: Command = {
  name: 'token',
  summary: 'print a token of the local user pool',
  help,
  run: async (args, surroundings) => {
    const options = readOptions(args, {
      scope: 'value',
      user: 'value',
      machine: 'switch',
      'id-token': 'switch',
      'signed-in': 'switch',
      'expires-in': 'value',
      json: 'switch',
    })
    refuseTogether(options, 'machine', 'user')
    refuseTogether(options, 'machine', 'id-token')
    refuseTogether(options, 'id-token', 'scope')
    const made = options.has('signed-in')
      ? await signedIn(options, surroundings)
      : await makeToken(await localPool(surroundings), options)
    surroundings.out(options.has('json') ? jsonText(answerWith(made, options)) : `${made}\n`)
    return 0
  },
}

/** In the form of RFC 6749 section 5.1. */
function answerWith(made: string, options: Options) {
  const { exp, iat } = decodeJwt(made)
  return {
    [options.has('id-token') ? 'id_token' : 'access_token']: made,
    token_type: 'Bearer',
    expires_in: Number(exp) - Number(iat),
  }
}

async function signedIn(options: Options, surroundings: Surroundings): Promise<string> {
  for (const other of ['user', 'machine', 'scope', 'expires-in']) {
    refuseTogether(options, 'signed-in', other)
  }
  const settings = settingsOf(surroundings)
  const { tokens } = await currentSession(settings, surroundings.env)
  return options.has('id-token') ? tokens.idToken : tokens.accessToken
}

function refuseTogether(options: Options, one: string, other: string): void {
  if (options.has(one) && options.has(other)) {
    throw new UsageError(`--${one} and --${other} do not go together.`)
  }
}

function lifetime(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readDuration('--expires-in', text)
}

async function localPool(surroundings: Surroundings): Promise<Install> {
  const environment = readEnvironment(surroundings)
  if (environment.COGNITO_USER_POOL_ID?.trim()) {
    throw new CommandError(
      'COGNITO_USER_POOL_ID is set, so the local user pool is not in use: unset it for a local token, or use login and --signed-in.',
    )
  }
  return openLocalPool(readSettings(environment, surroundings.cwd))
}

async function makeToken(pool: Install, options: Options): Promise<string> {
  const expiresIn = lifetime(options.value('expires-in'))
  if (options.has('machine')) {
    const machine = clientFor('machine', 'client_credentials', pool)
    const scopes = permittedScopes(options, machine, pool)
    return pool.machineToken({ clientId: machine.id, scopes, expiresIn })
  }
  const user = knownUser(options.value('user'), pool)
  const web = clientFor('web', 'code', pool)
  if (options.has('id-token')) return pool.idToken({ user, clientId: web.id, expiresIn })
  const scopes = permittedScopes(options, web, pool)
  return pool.accessToken({ user, clientId: web.id, scopes, expiresIn })
}

/**
 * The app client that a pool has from the start, or in a pool of one's own the first that can do it.
 *
 * @throws {CommandError} there is none
 */
function clientFor(name: string, flow: 'code' | 'client_credentials', { clients }: Install) {
  const able = clients.filter(({ flows }) => flows.includes(flow))
  const client = able.find(client => client.name === name) ?? able[0]
  if (client !== undefined) return client
  throw new CommandError(
    `No app client of the local user pool has the flow ${flow}: add one to user-pool.json.`,
  )
}

/** @throws {UsageError} for a scope that the app client could not get from Cognito either */
function permittedScopes(
  options: Options,
  client: AppClient,
  { resourceServers }: Install,
): string[] | undefined {
  const requested = givenScopes(options)
  const full = new Set<string>()
  const shortNames = resourceServers.flatMap(server => server.scopes.map(({ name }) => name))
  for (const scope of requested ?? []) {
    const name = fullScopeName(scope, resourceServers)
    full.add(name)
    if (client.scopes.includes(name)) continue
    const hint = didYouMean(scope, [...shortNames, ...client.scopes])
    throw new UsageError(
      `The app client ${client.name} has no scope ${scope}.${hint} It has ${client.scopes.join(', ')}.`,
    )
  }
  return requested && [...full]
}

/** @throws {CommandError} there is nobody, or {UsageError} not this user */
function knownUser(user: string | undefined, { users }: Install): string | undefined {
  const emails = users.map(({ email }) => email)
  if (emails.length === 0) {
    throw new CommandError('The local user pool has no user: add one to user-pool.json.')
  }
  if (user === undefined || emails.includes(user)) return user
  throw new UsageError(
    `Unknown user ${user}.${didYouMean(user, emails)} There are ${emails.join(' and ')}.`,
  )
}
