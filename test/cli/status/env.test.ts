import dotenv from 'dotenv'
import t from 'tap'
import { loadConfig } from '../../../src/config/index.ts'
import { newFolder } from '../../support/folder.ts'
import { commandLine } from '../run-cli.ts'
import { asOnAws, startFolder } from '../sign-in/folder.ts'

const folder = await startFolder(t, newFolder())
const { cwd, env, pool } = folder

async function variables(settings: Record<string, string>) {
  const { code, out, err } = await commandLine(cwd, settings)('status', '--env')
  t.strictSame({ code, err }, { code: 0, err: '' })
  t.match(out, /^(export \w+='[^']*'\n)+$/)
  return dotenv.parse(out)
}

t.test('with them, another service accepts the tokens of the local user pool', async t => {
  const found = await variables(env)
  const idOf = (name: string) => pool.client(name).id
  t.strictSame(found, {
    RESOURCE_SERVER_ID: 'orders',
    COGNITO_USER_POOL_ID: pool.userPoolId,
    COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(','),
    COGNITO_ISSUER: pool.issuer,
    COGNITO_DOMAIN: pool.origin,
    COGNITO_DOCS_CLIENT_ID: idOf('docs'),
    COGNITO_WEB_CLIENT_ID: idOf('web'),
    COGNITO_CLI_CLIENT_ID: idOf('cli'),
    COGNITO_POSTMAN_CLIENT_ID: idOf('postman'),
    COGNITO_MACHINE_CLIENT_ID: idOf('machine'),
    COGNITO_IDENTITY_POOL_ID: pool.identityPoolId,
    AWS_REGION: 'eu-central-1',
  })
  t.equal(loadConfig(found).COGNITO_USER_POOL_ID, pool.userPoolId)
  t.strictSame(await variables(found), found, 'it says of them the same')
})

t.test('of a user pool on AWS, what is set, and no secret', async t => {
  const { COGNITO_DOMAIN, COGNITO_CLI_CLIENT_ID, ...rest } = asOnAws(folder)
  const web = { COGNITO_CLIENT_ID: 'web', COGNITO_WEB_CLIENT_ID: 'web' }
  const settings = { ...rest, ...web, COGNITO_WEB_CLIENT_SECRET: 'secret' }
  t.strictSame(Object.keys(await variables(settings)), [
    'RESOURCE_SERVER_ID',
    'COGNITO_USER_POOL_ID',
    'COGNITO_CLIENT_ID',
    'COGNITO_ISSUER',
    'COGNITO_WEB_CLIENT_ID',
  ])
})

t.test('quotes do not end a value', async t => {
  const { out } = await commandLine(cwd, { ...env, RESOURCE_SERVER_ID: "it's" })('status', '--env')
  t.match(out, "export RESOURCE_SERVER_ID='it'\\''s'\n")
})

t.test('--env and --json do not go together', async t => {
  t.strictSame(await commandLine(cwd, env)('status', '--env', '--json'), {
    code: 2,
    out: '',
    err: '--env and --json do not go together. See --help.\n',
  })
})
