import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance } from 'fastify'
import { requestId } from '../http/request-id.ts'
import { RequestLog } from '../logging/request-log.ts'
import { answerFailures } from './answer-failures.ts'
import { createApiClient } from './api/call.ts'
import { createContractReader } from './api/contract-reader.ts'
import { createProvider } from './oauth/provider.ts'
import type { WebClientOptions } from './options.ts'
import { headersOf } from './page-headers.ts'
import { awsRoutes } from './routes/aws.ts'
import { homeRoutes } from './routes/home.ts'
import { ordersRoutes } from './routes/orders.ts'
import type { Parts } from './routes/parts.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { signOutRoutes } from './routes/sign-out.ts'
import { createVisitors } from './sessions/visitors.ts'

/**
 * Composes the web client: people sign in at the user pool, see what their tokens say, call the API
 * with them and exchange them for AWS credentials. Tokens stay in it; browsers get a cookie.
 */
export async function buildWebClient(options: WebClientOptions): Promise<FastifyInstance> {
  const { url, apiUrl, userPool, logger, now = Date.now } = options
  const app: FastifyInstance = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    logController: new RequestLog(),
    genReqId: requestId,
    bodyLimit: 16 * 1024,
  })
  const frame = { apiUrl, domain: userPool.domain, isLocal: userPool.isLocal }
  const callApi = createApiClient(apiUrl)
  const parts: Parts = {
    url,
    issuer: userPool.issuer,
    frame,
    visitors: createVisitors(options),
    provider: createProvider(options),
    callApi,
    readContract: createContractReader(callApi, now),
    seconds: () => now() / 1000,
  }

  await app.register(helmet, headersOf(url, userPool.domain))
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store')
    done()
  })
  await app.register(cookie)
  app.removeAllContentTypeParsers()
  await app.register(formbody)
  answerFailures(app, parts)
  homeRoutes(app, parts)
  signInRoutes(app, parts)
  signOutRoutes(app, parts)
  ordersRoutes(app, parts)
  awsRoutes(app, parts, options)
  await app.ready()
  return app
}
