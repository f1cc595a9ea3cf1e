import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { adminRoutes } from './admin-routes.ts'
import { liftRoute } from './lift-route.ts'
import type { RevocationService } from './revocations.ts'
import { RevocationPageSchema, RevocationSchema } from './schema.ts'
import { signOutRoute } from './sign-out-route.ts'

export interface RevocationRoutesOptions {
  revocations: RevocationService
}

/** Revocations: one's own sign-in for everybody, any token for administrators. */
export const revocationRoutes: FastifyPluginAsyncTypebox<RevocationRoutesOptions> = async (
  app,
  options,
) => {
  app.addSchema(RevocationSchema)
  app.addSchema(RevocationPageSchema)
  app.register(adminRoutes, options)
  app.register(liftRoute, options)
  app.register(signOutRoute, options)
}
