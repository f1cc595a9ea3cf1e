import type { Configuration } from './configuration.ts'

export interface DefaultConfigurationOptions {
  /** Origin of the API, whose docs page signs people in. Default: `http://localhost:3000`. */
  readonly apiUrl?: string | undefined
  /** Port of the web client on localhost. 4200, the tutorials' port, is registered always. */
  readonly webPort?: number | undefined
  /** Identifier of the resource server. Default: `orders`. */
  readonly resourceServerId?: string | undefined
}

/**
 * The pool that `createUserPool()` makes when told nothing: the one the tutorials build. Sign-in by
 * email, alice (group `admin`) and bob, resource server `orders`, app clients `web`, `docs`, `cli`,
 * `postman` and `machine`.
 */
export function defaultConfiguration(options: DefaultConfigurationOptions = {}): Configuration {
  const { apiUrl = 'http://localhost:3000', webPort = 4200, resourceServerId = 'orders' } = options
  const webOrigins = [...new Set([4200, webPort])].map(port => `http://localhost:${port}`)
  return {
    users: [
      { email: 'alice@example.com', password: 'alice-password', groups: ['admin'] },
      { email: 'bob@example.com', password: 'bob-password' },
    ],
    groups: [{ name: 'admin', description: "People who run the shop and see everyone's orders" }],
    resourceServers: [
      {
        identifier: resourceServerId,
        name: 'Orders API',
        scopes: [
          { name: 'order.read', description: 'See your orders' },
          { name: 'order.write', description: 'Place, change and cancel orders for you' },
          { name: 'revocation.write', description: 'Cut off tokens, sign-ins, users and apps' },
        ],
      },
    ],
    clients: [
      {
        name: 'web',
        flows: ['code', 'implicit', 'USER_SRP_AUTH', 'refresh_token'],
        callbackUrls: webOrigins.map(origin => `${origin}/oauth/cognito`),
        signOutUrls: webOrigins.map(origin => `${origin}/oauth/cognito/logout`),
      },
      {
        name: 'docs',
        flows: ['code'],
        callbackUrls: [`${apiUrl}/docs/static/oauth2-redirect.html`],
      },
      {
        name: 'cli',
        flows: ['code', 'USER_PASSWORD_AUTH', 'refresh_token'],
        callbackUrls: [8976, 8977, 8978].map(port => `http://localhost:${port}/callback`),
      },
      {
        name: 'postman',
        flows: ['code', 'refresh_token'],
        secret: true,
        callbackUrls: ['https://oauth.pstmn.io/v1/callback'],
      },
      { name: 'machine', flows: ['client_credentials'], secret: true },
    ],
    signInWith: 'email',
    selfSignUp: true,
    passwordPolicy: { minimumLength: 6 },
    issuerForm: 'original',
  }
}
