import type { InjectOptions } from 'fastify'
import type { Test } from 'tap'
import { type AppOptions, buildApp } from '../../src/app.ts'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { resourceServer } from '../../src/scopes.ts'
import type { AccessTokenOptions, UserPool } from '../../src/user-pool/index.ts'
import { publicUrl } from '../support/api.ts'
import { answerOf, requestId } from '../support/api-answers.ts'
import { readContract } from '../support/contract.ts'
import { eachOpenDatabase } from '../support/databases.ts'
import { until } from '../support/until.ts'
import { createUserPool } from '../support/user-pool.ts'

type Answer = ReturnType<typeof answerOf>

/** One instance of the service, on a database that it may share with others. */
export interface Instance {
  app: Awaited<ReturnType<typeof buildApp>>
  database: Database
  /** Sends a request with a token; every reply is held against the contract. */
  send(
    token: string,
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<Answer>
  /** The status with which a token is answered where any good one will do. */
  status(token: string): Promise<number>
  /** Revokes as the administrator. */
  revoke(body: object): Promise<Revoked>
  lift(id: string): Promise<number>
  ready(): Promise<Answer>
}

export interface Revoked {
  id: string
  kind: string
  value: string
  issuedBefore?: string
  reason?: string
  createdBy: string
  createdAt: string
  endsAt: string | null
}

export interface Fleet {
  pool: UserPool
  /** Another instance, until the end of the test. */
  start(options?: Partial<AppOptions> & { now?: () => number }): Promise<Instance>
}

/** The claims that tokens are revoked by, of a token. */
export function claimsOf(
  token: string,
): Record<'jti' | 'origin_jti' | 'sub' | 'client_id', string> {
  return JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString())
}

/** @param now the clock of pool and instances; default: the real one */
export async function startFleet(t: Test, url: string, now = Date.now): Promise<Fleet> {
  const pool = await createUserPool({ clock: now })
  t.teardown(pool.close)
  return {
    pool,
    async start({ now: ownClock = now, revocations, ...options } = {}) {
      const database = options.database ?? (await openDatabase(url))
      const app = await buildApp({
        logger: false,
        publicUrl,
        database,
        cognito: {
          issuer: pool.issuer,
          clientId: pool.clients.map(({ id }) => id),
          resourceServer: resourceServer('orders'),
          now: ownClock,
        },
        userPoolDomain: pool.origin,
        corsOrigins: [],
        hints: false,
        // Often, so that a test need not wait for it.
        revocations: { pollIntervalMs: 20, ...revocations },
        ...options,
      })
      await app.ready()
      t.teardown(async () => {
        await app.close()
        await database.close()
      })
      return instanceOf(app, database, pool)
    },
  }
}

function instanceOf(app: Instance['app'], database: Database, pool: UserPool): Instance {
  const contract = readContract(app)
  async function request(options: InjectOptions & { url: string }): Promise<Answer> {
    const headers = { 'x-request-id': requestId, ...options.headers }
    const reply = await app.inject({ ...options, headers })
    contract.check(options.method as string, options.url, reply)
    return answerOf(reply)
  }
  const send: Instance['send'] = (token, method, url, body) =>
    request({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { payload: body as object }),
    })
  return {
    app,
    database,
    send,
    status: async token => (await send(token, 'GET', '/token-info')).status,
    async revoke(body) {
      // On a busy machine the first look at the database may have been given up.
      await until(() => app.revocations.status().usable)
      const { status, body: answer } = await send(
        await pool.accessToken(),
        'POST',
        '/admin/revocations',
        body,
      )
      if (status > 201) throw new Error(JSON.stringify(answer))
      return answer
    },
    lift: async id =>
      (await send(await pool.accessToken(), 'DELETE', `/admin/revocations/${id}`)).status,
    ready: () => request({ method: 'GET', url: '/readyz' }),
  }
}

export interface Stage extends Fleet, Instance {
  /** A token of bob. */
  bobs(options?: AccessTokenOptions): Promise<string>
}

/** Runs a test against one instance over each database. */
export function overEachDatabase(
  t: Test,
  name: string,
  body: (t: Test, stage: Stage) => Promise<void>,
  now = Date.now,
): void {
  eachOpenDatabase(t, name, async (t, database) => {
    const fleet = await startFleet(t, database.url, now)
    const instance = await fleet.start({ database })
    const bobs = (options: AccessTokenOptions = {}) =>
      fleet.pool.accessToken({ user: 'bob@example.com', ...options })
    await body(t, { ...fleet, ...instance, bobs })
  })
}
