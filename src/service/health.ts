import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Problem } from '../problem/problem.ts'

export interface HealthOptions {
  /** Each thing the service cannot do without, by name, and whether it is there. */
  checks: Readonly<Record<string, () => boolean | Promise<boolean>>>
}

const Healthy = Type.Object(
  { status: Type.Literal('ok') },
  { title: 'Health', description: 'All is well.' },
)

/** Liveness and readiness, for the platform that runs the service. */
export const healthRoutes: FastifyPluginCallbackTypebox<HealthOptions> = (app, options, done) => {
  app.addHook('onRequest', (_request, reply, next) => {
    reply.header('cache-control', 'no-store')
    next()
  })

  app.get(
    '/livez',
    {
      config: { public: true, servedUnderPressure: true },
      schema: {
        operationId: 'getLiveness',
        summary: 'Whether the process runs',
        description: 'Restart the process when this does not answer.',
        tags: ['service'],
        response: { 200: Healthy },
      },
    },
    () => ({ status: 'ok' as const }),
  )

  app.get(
    '/readyz',
    {
      config: { public: true },
      schema: {
        operationId: 'getReadiness',
        summary: 'Whether the service can serve requests',
        description:
          'Signing keys and the list of revocations are there, and the database answers. Send no traffic otherwise.',
        tags: ['service'],
        response: { 200: Healthy },
      },
    },
    async () => {
      const results = await Promise.all(
        Object.entries(options.checks).map(async ([name, check]) => [name, await check()] as const),
      )
      const failing = results.filter(([, there]) => !there).map(([name]) => name)
      if (failing.length === 0) return { status: 'ok' as const }
      throw new Problem(503, 'unavailable', `Not ready: ${failing.join(', ')}.`, {
        headers: { 'retry-after': '1' },
      })
    },
  )

  done()
}
