import { decodeJwt } from 'jose'
import t from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { defaultConfiguration } from '../../src/user-pool/default-configuration.ts'
import { deriveIds } from '../../src/user-pool/derived-ids.ts'
import { type AppClient, createDirectory } from '../../src/user-pool/directory.ts'
import { createUserPool } from '../../src/user-pool/index.ts'
import { onlyOne, propertiesOf, stackWith } from './stack.ts'
import type { Members, Template } from './template.ts'

/** The addresses of a deployed service; the local pool has them from its settings. */
const apiUrl = 'https://api.example.com/v1'
const resourceServerId = 'https://api.example.com/orders'

const local = createDirectory(defaultConfiguration({ apiUrl, resourceServerId }), deriveIds(''))

/** The local pool serves the tutorials as they are, so it has the implicit flow from the start. */
const template = stackWith({
  parameters: { ApiUrl: apiUrl, ResourceServerId: resourceServerId, ImplicitFlow: 'true' },
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

t.test('app clients: names, secrets, scopes, callbacks and sign-out addresses', async t => {
  t.same(clientsOf(template).map(withoutFlows), local.clients.map(withoutFlows))
})

t.test('app clients: flows', async t => {
  // Cognito cannot turn refresh off beside a code, and allows SRP where nothing is named.
  const flows = local.clients.map(({ name, flows }) => ({
    name,
    flows: ['docs', 'machine'].includes(name) ? [...flows, 'refresh_token'] : flows,
  }))
  const inOrder = ({ name, flows }: { name: string; flows: readonly string[] }) => ({
    name,
    flows: [...flows].sort(),
  })
  t.same(clientsOf(template).map(inOrder), flows.map(inOrder))
})

t.test('the template differs where a parameter leaves the safer choice', async t => {
  const web = clientsOf(stackWith()).find(({ name }) => name === 'web')
  t.notOk(web?.flows.includes('implicit'), 'no implicit flow unless asked for')
})

t.test('addresses on a laptop are the same without a parameter', async t => {
  const { clients } = createDirectory(defaultConfiguration(), deriveIds(''))
  const deployed = stackWith({ resources: { ResourceServer: 'orders' } })
  t.same(clientsOf(deployed).map(withoutFlows), clients.map(withoutFlows))
})

t.test('access tokens live as long', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const { exp = 0, iat = 0 } = decodeJwt(await pool.accessToken())
  for (const properties of Object.values(propertiesOf(template, 'AWS::Cognito::UserPoolClient'))) {
    t.equal(Number(properties.AccessTokenValidity) * 60, exp - iat)
  }
})

t.test('revocations are kept for as long as the longest refresh token lives', async t => {
  const clients = Object.values(propertiesOf(template, 'AWS::Cognito::UserPoolClient'))
  const days = clients.map(({ RefreshTokenValidity = 0 }) => Number(RefreshTokenValidity))
  t.equal(Math.max(...days), loadConfig({}).REFRESH_TOKEN_VALIDITY_DAYS)
})

type Client = Omit<AppClient, 'id' | 'secret' | 'flows'> & { flows: string[]; hasSecret: boolean }

function clientsOf(stack: Template): Client[] {
  const all = Object.values(propertiesOf(stack, 'AWS::Cognito::UserPoolClient'))
  return all.map(properties => {
    const list = (name: string) => (properties[name] ?? []) as string[]
    return {
      name: properties.ClientName as string,
      hasSecret: properties.GenerateSecret === true,
      flows: [...list('AllowedOAuthFlows'), ...list('ExplicitAuthFlows').map(localName)],
      scopes: list('AllowedOAuthScopes'),
      callbackUrls: list('CallbackURLs'),
      signOutUrls: list('LogoutURLs'),
    }
  })
}

function localName(flow: string): string {
  return flow === 'ALLOW_REFRESH_TOKEN_AUTH' ? 'refresh_token' : flow.replace(/^ALLOW_/, '')
}

function withoutFlows(client: AppClient | Client) {
  const { name, scopes, callbackUrls, signOutUrls } = client
  const hasSecret = 'hasSecret' in client ? client.hasSecret : client.secret !== undefined
  return { name, hasSecret, scopes, callbackUrls, signOutUrls }
}
