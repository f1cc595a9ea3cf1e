import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import type { AccessTokenOptions } from '../../src/user-pool/index.ts'
import { type Api, startApi } from '../support/api.ts'
import { problemAnswer } from '../support/api-answers.ts'
import { eachOpenDatabase } from '../support/databases.ts'
import { NEW_ORDER } from './sample.ts'

/** Sends requests in somebody's name. */
export interface Caller {
  sub: string
  send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<LightMyRequestResponse>
  /** Creates an order, and returns it. */
  order(changes?: object): Promise<Record<string, unknown> & { id: string }>
}

export interface OrdersApi extends Api {
  alice: Caller
  bob: Caller
  /** Somebody with a token as told. */
  caller(options: AccessTokenOptions): Promise<Caller>
  machine(): Promise<Caller>
}

/** The whole answer to a request whose preconditions are false. */
export const preconditionFailed = problemAnswer({
  status: 412,
  code: 'precondition_failed',
  detail:
    'The order is not the version that the request makes a condition. Read it again and send its ETag in If-Match.',
  headers: { 'cache-control': 'no-store' },
})

/** Runs a test against the API over each database; every reply is held against the contract. */
export function overEachDatabase(
  t: Test,
  name: string,
  body: (t: Test, api: OrdersApi) => Promise<void>,
): void {
  eachOpenDatabase(t, name, async (t, database) => {
    const api = await startApi(t, { database })
    const caller = async (options: AccessTokenOptions) => {
      const { sub } = api.pool.user(options.user ?? 'alice@example.com')
      return callerWith(api, sub, await api.pool.accessToken(options))
    }
    await body(t, {
      ...api,
      alice: await caller({ user: 'alice@example.com' }),
      bob: await caller({ user: 'bob@example.com' }),
      caller,
      machine: async () =>
        callerWith(api, api.pool.client('machine').id, await api.pool.machineToken()),
    })
  })
}

function callerWith(api: Api, sub: string, token: string): Caller {
  const send: Caller['send'] = (method, url, { body, headers = {} } = {}) =>
    api.send({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { payload: body as object }),
    })
  return {
    sub,
    send,
    async order(changes = {}) {
      const reply = await send('POST', '/orders', { body: { ...NEW_ORDER, ...changes } })
      if (reply.statusCode !== 201) throw new Error(reply.body)
      return reply.json()
    },
  }
}
