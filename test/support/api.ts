import type {
  FastifyBaseLogger,
  FastifyInstance,
  InjectOptions,
  LightMyRequestResponse,
} from 'fastify'
import { type Test, t as wholeFile } from 'tap'
import { type AppOptions, buildApp } from '../../src/app.ts'
import type { SharedOptions, UserPoolOptions } from '../../src/cognito/index.ts'
import type { Database } from '../../src/database/database.ts'
import { createLogger } from '../../src/logging/logger.ts'
import { resourceServer } from '../../src/scopes.ts'
import type { AccessTokenOptions, UserPool } from '../../src/user-pool/index.ts'
import { readContract } from './contract.ts'
import { borrowSqlite } from './databases.ts'
import { createUserPool } from './user-pool.ts'

/** The API in tests, as its callers see it. */
export const publicUrl = 'https://api.example.com'

let pool: Promise<UserPool> | undefined

/** One user pool serves a test file: making keys takes longer than most tests. */
function sharedPool(): Promise<UserPool> {
  if (pool === undefined) {
    pool = createUserPool()
    wholeFile.teardown(async () => (await pool)?.close())
  }
  return pool
}

/** The whole API over a real database, with a user pool that signs tokens for it. */
export interface Api {
  app: FastifyInstance
  pool: UserPool
  database: Database
  /** Sends a request; every reply is held against the contract. */
  send(request: InjectOptions & { url: string }): Promise<LightMyRequestResponse>
  /** An Authorization header with a token made as told. */
  bearer(options?: AccessTokenOptions): Promise<{ authorization: string }>
}

export interface ApiOptions extends Partial<Omit<AppOptions, 'cognito'>> {
  cognito?: Partial<SharedOptions & UserPoolOptions>
}

/** Starts it; it ends with the test. */
export async function startApi(t: Test, { cognito, ...options }: ApiOptions = {}): Promise<Api> {
  const pool = await sharedPool()
  const database = options.database ?? (await borrowSqlite(t))
  const { issuer, jwksUri, clients } = pool
  const app = await buildApp({
    logger: false,
    publicUrl,
    database,
    cognito: {
      issuer,
      jwksUri,
      clientId: clients.map(({ id }) => id),
      resourceServer: resourceServer('orders'),
      ...cognito,
    },
    userPoolDomain: pool.origin,
    corsOrigins: [],
    hints: false,
    ...options,
  })
  await app.ready()
  t.teardown(async () => {
    await app.close()
    await database.close()
  })
  const contract = readContract(app)
  return {
    app,
    pool,
    database,
    async send(request) {
      const reply = await app.inject(request)
      contract.check(request.method ?? 'GET', request.url, reply)
      return reply
    },
    async bearer(tokenOptions) {
      return { authorization: `Bearer ${await pool.accessToken(tokenOptions)}` }
    },
  }
}

export interface LogRecording {
  logger: FastifyBaseLogger
  /** What was written of requests, in order. */
  lines: Record<string, unknown>[]
}

/** The logger of the service, writing into a list. */
export function recordLog(level = 'trace'): LogRecording {
  const lines: LogRecording['lines'] = []
  const write = (text: string) => {
    const line = JSON.parse(text)
    if ('requestId' in line) lines.push(line)
  }
  return { logger: createLogger({ level, pretty: false, destination: { write } }), lines }
}
