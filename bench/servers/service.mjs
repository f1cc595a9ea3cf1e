import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nowhere, partsOf } from './parts.mjs'

/** No limit that the bench would reach, but one that has to be counted against. */
const limits = { perPrincipal: 1e9, failuresPerAddress: 1e9 }

/** The whole service as it runs in production; `metrics` in the context has it measure itself. */
export async function start(context) {
  const part = partsOf(context)
  const { buildApp } = await part('app.js')
  const { openDatabase } = await part('database/database.js')
  const { createLogger } = await part('logging/logger.js')
  const { createMetrics } = await part('metrics/metrics.js')
  const { resourceServer } = await part('scopes.js')
  const folder = mkdtempSync(join(tmpdir(), 'bench-service-'))
  const app = await buildApp({
    logger: createLogger({ level: 'info', pretty: false, destination: await nowhere(context) }),
    publicUrl: 'https://api.example.com',
    cognito: {
      issuer: context.issuer,
      clientId: context.clientId,
      resourceServer: resourceServer(context.resourceServer),
      tokenCacheSize: context.cacheSize,
    },
    userPoolDomain: undefined,
    database: await openDatabase(`file:${folder}/orders.db`),
    corsOrigins: [],
    hints: false,
    limits,
    // Watched as in production; on a busy machine it would refuse what is to be measured.
    loadShedding: { maxEventLoopDelay: 60_000 },
    metrics: context.metrics ? createMetrics() : undefined,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return app.server.address().port
}
