import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../app.ts'
import { loadConfig } from '../config/index.ts'
import { openDatabase } from '../database/database.ts'
import { contractYaml } from '../openapi/contract-yaml.ts'
import { resourceServer } from '../scopes.ts'

/** The OpenAPI document of the service with its default settings: what `openapi.yaml` holds. */
export async function contractText(): Promise<string> {
  const { PUBLIC_URL, USER_POOL_URL, RESOURCE_SERVER_ID } = loadConfig({})
  const folder = await mkdtemp(join(tmpdir(), 'contract-'))
  const database = await openDatabase(`file:${join(folder, 'orders.db')}`)
  const app = await buildApp({
    logger: false,
    publicUrl: PUBLIC_URL,
    cognito: {
      issuer: USER_POOL_URL,
      clientId: 'none',
      resourceServer: resourceServer(RESOURCE_SERVER_ID),
    },
    userPoolDomain: USER_POOL_URL,
    database,
    corsOrigins: [],
    hints: false,
  })
  try {
    await app.ready()
    return contractYaml(app)
  } finally {
    await app.close()
    await database.close()
    await rm(folder, { recursive: true })
  }
}
