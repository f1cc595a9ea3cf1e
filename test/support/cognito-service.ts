import Fastify, {
  type FastifyInstance,
  type FastifyServerOptions,
  type InjectOptions,
} from 'fastify'
import type { LoggerOptions } from 'pino'
import type { Test } from 'tap'
import {
  type CognitoOptions,
  cognito,
  type Decision,
  type DecisionReason,
  type KeySetStatus,
  type RoutePolicy,
  type SharedOptions,
  type UserPoolOptions,
} from '../../src/cognito/index.ts'
import type { UserPool } from '../../src/user-pool/index.ts'
import { type Answer, resource } from './cognito-answers.ts'

/** A service whose routes are guarded by the middleware. */
export interface Service {
  readonly app: FastifyInstance
  /** What the middleware told `onDecision`, in order. */
  readonly decisions: readonly Decision[]
  /** Everything written to the log, in order. */
  readonly log: readonly Record<string, unknown>[]
  /** GET with `Bearer <token>`, or without Authorization header. */
  readonly get: (token?: string, url?: string) => Promise<Answer>
  readonly send: (request: InjectOptions) => Promise<Answer>
  /** The reason of the last decision. */
  readonly reason: () => DecisionReason | undefined
  /** Whether the last decision was made from the cache. */
  readonly cacheHit: () => boolean | undefined
  /** How the keys of its pool are. */
  readonly keySet: () => KeySetStatus
}

export interface ServiceOptions extends Partial<SharedOptions & UserPoolOptions> {
  userPools?: readonly UserPoolOptions[]
  /** Policies by URL; each route answers GET with `let in`. Default: `/any`, for every good token. */
  routes?: Record<string, RoutePolicy>
  fastify?: FastifyServerOptions
  /** Beside level and destination. */
  logger?: LoggerOptions
}

export const resourceServer = { identifier: 'orders', scopes: ['order.read', 'order.write'] }

/** Accepts the tokens of every app client of a pool. */
export function trusting(pool: UserPool): UserPoolOptions {
  return { issuer: pool.issuer, clientId: pool.clients.map(({ id }) => id) }
}

/**
 * Starts a service that accepts the tokens of a pool. It is complete but for the port: requests go
 * in by `inject`, keys come over HTTP.
 */
export async function startService(
  t: Test,
  pool: UserPool,
  {
    routes = { '/any': { authenticated: true } },
    fastify,
    logger,
    ...options
  }: ServiceOptions = {},
): Promise<Service> {
  const decisions: Decision[] = []
  const log: Record<string, unknown>[] = []
  const stream = { write: (line: string) => log.push(JSON.parse(line)) }
  const app = Fastify({ ...fastify, logger: { ...logger, level: 'trace', stream } })
  t.teardown(() => app.close())
  await app.register(cognito, {
    ...(options.userPools === undefined && trusting(pool)),
    resourceServer,
    resource,
    onDecision: decision => decisions.push(decision),
    ...options,
  } as CognitoOptions)
  for (const [url, config] of Object.entries(routes)) app.get(url, { config }, () => 'let in')
  await app.ready()

  const send = async (request: InjectOptions) => answerOf(await app.inject(request))
  return {
    app,
    decisions,
    log,
    send,
    get: (token, url = '/any') => send({ url, headers: bearer(token) }),
    reason: () => decisions.at(-1)?.reason,
    cacheHit: () => decisions.at(-1)?.cacheHit,
    keySet: () => keySetOf(app, pool),
  }
}

function keySetOf(app: FastifyInstance, pool: UserPool): KeySetStatus {
  const status = app.cognito.keySets.get(pool.issuer)
  if (status === undefined) throw new Error('the service does not accept tokens of this pool')
  return status
}

/** The error that stops a service from starting, as text. */
export async function startError(build: (app: FastifyInstance) => void): Promise<string> {
  const app = Fastify()
  build(app)
  try {
    await app.ready()
    return 'started'
  } catch (error) {
    return String(error)
  } finally {
    await app.close()
  }
}

export function bearer(token: string | undefined): { authorization?: string } {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

interface Response {
  statusCode: number
  headers: Record<string, unknown>
  body: string
}

/** The parts of a response that tests compare. */
export function answerOf({ statusCode, headers, body }: Response): Answer {
  const { date, connection, 'content-length': length, ...rest } = headers
  const isJson = /json/.test(String(rest['content-type'])) && body !== ''
  return { status: statusCode, headers: rest, body: isJson ? JSON.parse(body) : body }
}
