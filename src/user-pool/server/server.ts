import Fastify, { type FastifyInstance } from 'fastify'
import { issuerPath, keySetPath } from '../directory/addresses.ts'
import { hostedRoutes } from '../hosted/routes.ts'
import { keySetRoute } from '../oauth/key-set.ts'
import { openidConfigurationRoute } from '../oauth/openid-configuration.ts'
import { revocationRoute } from '../oauth/revocation.ts'
import { tokenRoute } from '../oauth/token.ts'
import { userInfoRoute } from '../oauth/user-info.ts'
import type { PoolParts } from '../pool-parts.ts'
import { apiRoutes } from './api-routes.ts'
import { type Faults, injectFaults } from './faults.ts'
import { guardHost } from './host-guard.ts'

/** The pool checks requests itself, with Cognito's answers; Fastify's compilers would take long to load. */
const noCompiler = () => {
  throw new TypeError('A route of the user pool has no schema: check the request in its handler')
}

/** The pool's wire side. */
export interface Server {
  readonly app: FastifyInstance
  readonly faults: Faults
}

export async function buildServer(pool: PoolParts): Promise<Server> {
  const app = Fastify({
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    schemaController: {
      compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler },
    },
  })
  const path = issuerPath(pool.directory.userPoolId, pool.configuration.issuerForm)
  const faults = injectFaults(app, `${path}${keySetPath}`)
  guardHost(app, () => pool.addresses().origin)
  await app.register(keySetRoute(pool))
  await app.register(openidConfigurationRoute(pool))
  await app.register(tokenRoute(pool))
  await app.register(userInfoRoute(pool))
  await app.register(revocationRoute(pool))
  await app.register(hostedRoutes(pool))
  await app.register(apiRoutes(pool))
  return { app, faults }
}
