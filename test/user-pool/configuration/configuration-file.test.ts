import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { decodeJwt } from 'jose'
import t from 'tap'
import { configurationSchema } from '../../../src/user-pool/configuration/schema.ts'
import {
  ConfigurationError,
  defaultConfiguration,
  readConfigurationFile,
} from '../../../src/user-pool/index.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { tokensFor } from '../oauth/relying-party.ts'

const repositoryFile = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(new URL(`../../../${name}`, import.meta.url), 'utf8'))
const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

t.test('the published schema is that of the code, and a schema', async t => {
  const published = await repositoryFile('user-pool.schema.json')
  t.strictSame(published, plain(configurationSchema))
  const validate = new Ajv2020().compile(published)
  t.ok(validate(await repositoryFile('user-pool.example.json')))
  t.notOk(validate({ users: [{}] }))
})

t.test('the published example is the default pool', async t => {
  const { $schema, ...example } = await repositoryFile('user-pool.example.json')
  t.equal($schema, './user-pool.schema.json')
  t.strictSame(example, plain(defaultConfiguration()))
  const folder = t.testdir({ 'user-pool.json': JSON.stringify({ $schema, ...example }) })
  t.strictSame(await readConfigurationFile({}, folder), example)
})

t.test('user-pool.json of the folder, where there is one', async t => {
  t.equal(await readConfigurationFile({}, t.testdir()), undefined)
  const folder = t.testdir({ 'user-pool.json': '{ "selfSignUp": false }' })
  t.strictSame(await readConfigurationFile({ USER_POOL_FILE: ' ' }, folder), { selfSignUp: false })
})

t.test('USER_POOL_FILE names another one, which must be there', async t => {
  const folder = t.testdir({ a: { 'pool.json': '{ "users": [] }' }, 'user-pool.json': '{}' })
  const env = { USER_POOL_FILE: 'a/pool.json' }
  t.strictSame(await readConfigurationFile(env, folder), { users: [] })
  const absolute = { USER_POOL_FILE: join(folder, 'a/pool.json') }
  t.strictSame(await readConfigurationFile(absolute, '/'), { users: [] })
  await t.rejects(readConfigurationFile({ USER_POOL_FILE: 'b.json' }, folder), {
    name: 'ConfigurationError',
    message: 'USER_POOL_FILE=b.json cannot be read (ENOENT): correct path or rights',
  })
  await t.rejects(readConfigurationFile({ USER_POOL_FILE: 'a' }, folder), {
    message: 'USER_POOL_FILE=a cannot be read (EISDIR): correct path or rights',
  })
  await t.rejects(readConfigurationFile({}, t.testdir({ 'user-pool.json': {} })), {
    message: 'user-pool.json cannot be read (EISDIR): correct path or rights',
  })
})

t.test('each mistake is a line with the place where it is', async t => {
  for (const [content, message] of [
    ['', /^user-pool\.json is not JSON: Unexpected end of JSON input$/],
    ['{ users: [] }', /^user-pool\.json is not JSON: /],
    ['[]', 'user-pool.json: the file must be object'],
    ['{ "user": [] }', 'user-pool.json: the file has no member user: did you mean users?'],
    [
      '{ "clients": [{ "name": "web", "flow": ["code"] }] }',
      'user-pool.json: clients[0] must have required properties flows; clients[0] has no member flow: did you mean flows?',
    ],
    [
      '{ "clients": [{ "name": "web", "flows": ["code", "password"] }] }',
      'user-pool.json: clients[0].flows[1] must be one of code, implicit, client_credentials, refresh_token, USER_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, CLIENT_TOKEN_AUTH',
    ],
    [
      '{ "clients": [{ "name": "", "flows": [], "accessTokenValidity": "1 hour" }] }',
      'user-pool.json: clients[0].name must not be empty; clients[0].accessTokenValidity must be a time such as 15m, 1h or 30d',
    ],
    ['{ "signInWith": "phone" }', 'user-pool.json: signInWith must be one of email, username'],
    [
      '{ "users": [{ "email": 1, "password": "x" }] }',
      'user-pool.json: users[0].email must be string',
    ],
    [
      '{ "passwordPolicy": { "minimumLength": 5 } }',
      'user-pool.json: passwordPolicy.minimumLength must be >= 6',
    ],
  ] as const) {
    const folder = t.testdir({ 'user-pool.json': content })
    await t.rejects(readConfigurationFile({}, folder), { name: 'ConfigurationError', message })
  }
})

const handler = `export const handler = async event => {
  event.response = { claimsAndScopeOverrideDetails: {
    accessTokenGeneration: { claimsToAddOrOverride: { tenant: 7 } } } }
  return event
}`

t.test('a hook in a module beside the file, as one would deploy it to Lambda', async t => {
  const folder = t.testdir({
    'user-pool.json': '{ "preTokenGeneration": "./hooks/tenant.mjs" }',
    hooks: { 'tenant.mjs': handler },
  })
  const pool = await createUserPool({ ...(await readConfigurationFile({}, folder)) })
  t.teardown(pool.close)
  const { access_token } = await tokensFor(pool)
  t.equal(decodeJwt(access_token).tenant, 7)
})

t.test('a module that is not there, is broken, or has no handler', async t => {
  const content = '{ "preTokenGeneration": "hook.mjs" }'
  for (const [module, message] of [
    [undefined, /^user-pool\.json: preTokenGeneration cannot be loaded: Cannot find module/],
    ['throw new Error("broken")', 'user-pool.json: preTokenGeneration cannot be loaded: broken'],
    ['export default 1', 'user-pool.json: preTokenGeneration exports no function called handler'],
  ] as const) {
    const folder = t.testdir({
      [`${message}`.length.toString()]: {
        'user-pool.json': content,
        ...(module !== undefined && { 'hook.mjs': module }),
      },
    })
    const inner = join(folder, `${message}`.length.toString())
    await t.rejects(readConfigurationFile({}, inner), { name: 'ConfigurationError', message })
  }
})

t.test('what the pool cannot be is an error of the same kind', async t => {
  await t.rejects(createUserPool({ userPoolId: 'x' }), ConfigurationError)
})
