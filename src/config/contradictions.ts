import { SettingsSchema } from './schema.ts'
import { clientIdShape } from './settings/shapes.ts'

/** Settings as texts; those that are unset are absent. */
type Given = Readonly<Record<string, string | undefined>>

/** What is said of the user pool, and means nothing of the local one. */
const ofUserPool = [
  'COGNITO_CLIENT_ID',
  'COGNITO_ISSUER',
  'COGNITO_JWKS_URI',
  'COGNITO_DOMAIN',
  'COGNITO_DOCS_CLIENT_ID',
  'COGNITO_WEB_CLIENT_ID',
  'COGNITO_WEB_CLIENT_SECRET',
  'COGNITO_IDENTITY_POOL_ID',
  'COGNITO_CLI_CLIENT_ID',
  'COGNITO_POSTMAN_CLIENT_ID',
  'COGNITO_MACHINE_CLIENT_ID',
  'COGNITO_AUDIENCE',
]

/** App clients whose tokens are to call this API. */
const ofCallers = ofUserPool.filter(name => /_(DOCS|WEB|CLI|POSTMAN|MACHINE)_CLIENT_ID$/.test(name))

const isClientId = new RegExp(`^${clientIdShape}$`)

const defaults = Object.fromEntries(
  Object.entries(SettingsSchema.properties).flatMap(([name, schema]) =>
    'default' in schema ? [[name, String(schema.default)]] : [],
  ),
)

/** Says what no single setting can say of itself. */
export function contradictions(environment: Given): string[] {
  const given = { ...defaults, ...environment }
  const isLocal = given.COGNITO_USER_POOL_ID === undefined
  return [...(isLocal ? withoutUserPool(given) : withUserPool(given)), ...samePorts(given, isLocal)]
}

/** Only beside the local user pool, the pool and the web client listen as well. */
function samePorts(given: Given, isLocal: boolean): string[] {
  const names = ['PORT', 'METRICS_PORT', ...(isLocal ? ['USER_POOL_PORT', 'WEB_PORT'] : [])]
  const taken = new Map<number, string>()
  return names.flatMap(name => {
    const port = Number(given[name])
    if (Number.isNaN(port)) return []
    const other = taken.get(port)
    taken.set(port, name)
    return other === undefined ? [] : [`${other} and ${name} are both ${port}: give each its own`]
  })
}

function withoutUserPool(given: Given): string[] {
  const example = 'for example COGNITO_USER_POOL_ID=eu-central-1_AbCdEfGhI'
  const { NODE_ENV = '' } = given
  if (/^prod/i.test(NODE_ENV) && NODE_ENV !== 'production') {
    return [
      `NODE_ENV=${NODE_ENV} is not production: write NODE_ENV=production if it is meant to be`,
    ]
  }
  if (NODE_ENV === 'production') {
    return [
      `COGNITO_USER_POOL_ID is missing: the local user pool does not run in production, ${example}`,
      ...withUserPool(given),
    ]
  }
  // To run on with the local user pool would be to accept everybody's tokens instead of theirs.
  const orphans = ofUserPool.filter(name => given[name] !== undefined)
  return orphans.map(name => `${name} is set, but COGNITO_USER_POOL_ID is missing, ${example}`)
}

function withUserPool(given: Given): string[] {
  const { COGNITO_CLIENT_ID, COGNITO_ISSUER = '', PUBLIC_URL, HOST = '' } = given
  const faults = repeatedItems(COGNITO_ISSUER).map(
    issuer => `COGNITO_ISSUER names ${issuer} twice: leave one out`,
  )
  if (COGNITO_CLIENT_ID === undefined) {
    faults.push(
      'COGNITO_CLIENT_ID is missing: say which app clients of the user pool may call, for example COGNITO_CLIENT_ID=1example23456789',
    )
  } else {
    faults.push(...unacceptedClients(given, itemsOf(COGNITO_CLIENT_ID)))
  }
  if (PUBLIC_URL === undefined && !/^(localhost|127(\.[0-9]+){3}|::1)$/.test(HOST)) {
    faults.push(
      `PUBLIC_URL is missing: HOST=${HOST} is not the address that callers use, for example PUBLIC_URL=https://api.example.com`,
    )
  }
  return faults
}

/** A value that is no client id is told of by its own setting. */
function unacceptedClients(given: Given, accepted: readonly string[]): string[] {
  return ofCallers.flatMap(name => {
    const { [name]: id = '' } = given
    if (!isClientId.test(id) || accepted.includes(id)) return []
    return [`${name}=${id} is not in COGNITO_CLIENT_ID: add it there, or its tokens are refused`]
  })
}

function repeatedItems(list: string): string[] {
  const items = itemsOf(list)
  return items.filter((item, index) => items.indexOf(item) !== index)
}

function itemsOf(list: string): string[] {
  return list.split(',').map(item => item.trim())
}
