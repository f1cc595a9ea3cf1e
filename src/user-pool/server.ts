import Fastify, { type FastifyInstance } from 'fastify'
import { keySetPath } from './addresses.ts'
import { type Faults, injectFaults } from './faults.ts'
import type { PoolParts } from './install.ts'
import { keySetRoute } from './oauth/key-set.ts'
import { openidConfigurationRoute } from './oauth/openid-configuration.ts'
import { tokenRoute } from './oauth/token.ts'

/** The pool's wire side. */
export interface Server {
  readonly app: FastifyInstance
  readonly faults: Faults
}

export async function buildServer(pool: PoolParts): Promise<Server> {
  const app = Fastify({ bodyLimit: 64 * 1024, forceCloseConnections: true })
  const faults = injectFaults(app, `/${pool.directory.userPoolId}${keySetPath}`)
  await app.register(keySetRoute(pool))
  await app.register(openidConfigurationRoute(pool))
  await app.register(tokenRoute(pool))
  return { app, faults }
}
