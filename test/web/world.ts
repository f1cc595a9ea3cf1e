import type { Test } from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { defaultConfiguration } from '../../src/user-pool/configuration/default.ts'
import type { UserPool, UserPoolOptions } from '../../src/user-pool/index.ts'
import type { WebClientOptions } from '../../src/web/options.ts'
import { webClientSettings } from '../../src/web/settings.ts'
import { buildWebClient } from '../../src/web/web-client.ts'
import { startApi } from '../support/api.ts'
import { freePort } from '../support/free-port.ts'
import { createUserPool } from '../support/user-pool.ts'
import { createVisitor, type Visitor } from './visitor.ts'

/** A real local pool, and web clients of it. */
export interface World {
  readonly pool: UserPool
  readonly url: string
  /** What the settings say of the web client; the API does not run unless `apiUrl` says so. */
  readonly settings: Pick<WebClientOptions, 'url' | 'apiUrl' | 'userPool' | 'identityPool'>
}

/** A pool where the web client of this test file is registered; it ends with the test. */
export async function createWorld(t: Test, options: UserPoolOptions = {}): Promise<World> {
  const WEB_PORT = String(await freePort())
  const PORT = String(await freePort())
  const config = loadConfig({ WEB_PORT, PORT })
  const configuration = defaultConfiguration({
    apiUrl: config.PUBLIC_URL,
    webPort: config.WEB_PORT,
  })
  const pool = await createUserPool({ ...configuration, ...options })
  t.teardown(pool.close)
  return { pool, url: config.WEB_URL, settings: webClientSettings(config, pool) }
}

/** A visitor of a web client with these options. Nothing listens: requests are injected. */
export async function visit(
  t: Test,
  { pool, settings }: World,
  options: Partial<WebClientOptions> = {},
): Promise<Visitor> {
  const app = await buildWebClient({ ...settings, ...options })
  t.teardown(() => app.close())
  return createVisitor(app, pool, options.url ?? settings.url)
}

/** The API of a world, listening. */
export async function listenApi(t: Test, { pool, settings: { apiUrl } }: World): Promise<void> {
  const { app } = await startApi(t, {
    publicUrl: apiUrl,
    userPoolDomain: pool.origin,
    cognito: {
      issuer: pool.issuer,
      jwksUri: pool.jwksUri,
      clientId: pool.clients.map(({ id }) => id),
    },
  })
  await app.listen({ port: Number(new URL(apiUrl).port), host: 'localhost' })
}
