import t from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { defaultConfiguration } from '../../src/user-pool/configuration/default.ts'
import { createUserPool } from '../support/user-pool.ts'
import { onlyOne, propertiesOf, stackWith } from './stack.ts'
import type { Members } from './template.ts'
import { type Client, localClient, templateClients } from './template-clients.ts'

/** Addresses of a deployed service; the local pool has them from its settings. */
const apiUrl = 'https://api.example.com/v1'
const resourceServerId = 'https://api.example.com/orders'

const configuration = defaultConfiguration({ apiUrl, resourceServerId })
const local = await createUserPool(configuration)
t.teardown(local.close)

/** Where the template's default is safer than what the tutorials set, it is a parameter. */
const asTutorials = { ImplicitFlow: 'true', PasswordMinimumLength: 6 }

const template = stackWith({
  parameters: { ApiUrl: apiUrl, ResourceServerId: resourceServerId, ...asTutorials },
  resources: { ResourceServer: resourceServerId },
})

t.test('resource server and scopes', async t => {
  const { Identifier, Name, Scopes } = onlyOne(template, 'AWS::Cognito::UserPoolResourceServer')
  const scopes = (Scopes as Members[]).map(({ ScopeName, ScopeDescription }) => ({
    name: ScopeName,
    description: ScopeDescription,
  }))
  t.same([{ identifier: Identifier, name: Name, scopes }], local.resourceServers)
})

t.test('groups', async t => {
  const { GroupName, Description } = onlyOne(template, 'AWS::Cognito::UserPoolGroup')
  t.same([{ name: GroupName, description: Description }], local.groups)
})

t.test('app clients: flows, scopes, addresses, secrets, lifetimes', async t => {
  t.same(templateClients(template), local.clients.map(localClient).map(asCognitoHasIt))
})

t.test('app clients of a laptop, without a parameter for an address', async t => {
  const laptop = await createUserPool()
  t.teardown(laptop.close)
  const stack = stackWith({ parameters: asTutorials, resources: { ResourceServer: 'orders' } })
  t.same(templateClients(stack), laptop.clients.map(localClient).map(asCognitoHasIt))
})

t.test('sign-in, sign-up, passwords and issuer', async t => {
  const pool = onlyOne(template, 'AWS::Cognito::UserPool')
  const { signInWith, selfSignUp, passwordPolicy, issuerForm } = configuration
  t.same(pool.UsernameAttributes, [signInWith])
  t.same(pool.AdminCreateUserConfig, { AllowAdminCreateUserOnly: !selfSignUp })
  t.equal(issuerForm, 'original')
  t.notOk('IssuerConfiguration' in pool, 'the original issuer is the default')
  const { PasswordPolicy } = pool.Policies as { PasswordPolicy: Members }
  t.match(PasswordPolicy, {
    MinimumLength: passwordPolicy.minimumLength,
    RequireLowercase: `${passwordPolicy.requireLowercase ?? false}`,
    RequireUppercase: `${passwordPolicy.requireUppercase ?? false}`,
    RequireNumbers: `${passwordPolicy.requireNumbers ?? false}`,
    RequireSymbols: `${passwordPolicy.requireSymbols ?? false}`,
  })
})

t.test('on AWS the defaults are safer in two points', async t => {
  const stack = stackWith()
  const web = templateClients(stack).find(({ name }) => name === 'web')
  t.same(web?.flows, ['USER_SRP_AUTH', 'code', 'refresh_token'], 'no implicit flow')
  const { Policies } = onlyOne(stack, 'AWS::Cognito::UserPool')
  t.match(Policies, { PasswordPolicy: { MinimumLength: 8 } })
})

t.test('revocations are kept for as long as the longest refresh token lives', async t => {
  const clients = Object.values(propertiesOf(template, 'AWS::Cognito::UserPoolClient'))
  const days = clients.map(({ RefreshTokenValidity = 0 }) => Number(RefreshTokenValidity))
  t.equal(Math.max(...days), loadConfig({}).REFRESH_TOKEN_VALIDITY_DAYS)
})

/** Cognito cannot turn refresh off: `docs` gets the shortest, `machine` never gets a token for it. */
function asCognitoHasIt(client: Client): Client {
  if (client.name !== 'docs' && client.name !== 'machine') return client
  const flows = [...client.flows, 'refresh_token'].sort()
  return { ...client, flows, ...(client.name === 'docs' && { refreshTokenLifetime: 24 * 3600 }) }
}
