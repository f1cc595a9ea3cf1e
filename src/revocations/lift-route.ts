import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { ignoreBodies } from '../http/ignored-bodies.ts'
import { emptyAnswer } from './answers.ts'
import { administrators, notFound, RevocationParams } from './params.ts'
import type { RevocationService } from './revocations.ts'

interface LiftRouteOptions {
  revocations: RevocationService
}

export const liftRoute: FastifyPluginCallbackTypebox<LiftRouteOptions> = (
  app,
  { revocations },
  done,
) => {
  ignoreBodies(app)

  app.delete(
    '/admin/revocations/:revocationId',
    {
      config: { ...administrators, maxAge: '15m', problems: [404] },
      schema: {
        operationId: 'liftRevocation',
        summary: 'Lift a revocation',
        description:
          'Lets the tokens through again that have not expired, at once here and within two seconds in every other instance. The administrator must have signed in within the last 15 minutes (RFC 9470). Lifting one that has ended, or was lifted already, changes nothing.',
        tags: ['admin'],
        params: RevocationParams,
        response: { 204: emptyAnswer('The revocation is not in force any more.') },
      },
    },
    async ({ principal, params: { revocationId }, log }, reply) => {
      if (!(await revocations.lift(revocationId))) throw notFound()
      log.info({ revocationId, subject: principal.subject }, 'revocation lifted')
      return reply.code(204).send()
    },
  )

  done()
}
