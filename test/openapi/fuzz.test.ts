import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { type Api, startApi } from '../support/api.ts'
import { contractOf, type Reply, readContract } from '../support/contract.ts'
import { eachOpenDatabase } from '../support/databases.ts'
import { createCallers } from './fuzz/callers.ts'
import { checkReply } from './fuzz/properties.ts'
import { type FuzzRequest, requestsFor } from './fuzz/requests.ts'
import { createState } from './fuzz/state.ts'
import { sendOverWire, type WireRequest } from './fuzz/wire.ts'

/** FUZZ_RUNS says how many requests each database gets; another FUZZ_SEED makes others. */
const runs = Number(process.env.FUZZ_RUNS ?? 240)
const seed = Number(process.env.FUZZ_SEED ?? 9457)

/** So many are under way at the same time, for what they do to each other. */
const together = 4

type Send = (request: WireRequest) => Promise<Reply>

/** Sends requests until one is answered as none should be. */
async function fuzz(api: Api, count: number, send: Send): Promise<void> {
  const callers = await createCallers(api)
  const contract = readContract(api.app)
  const state = createState()

  async function exchange({ caller, ...request }: FuzzRequest) {
    const authorization = callers.authorization(caller)
    const token = authorization?.replace('Bearer ', '') ?? ''
    const { method, body } = request
    const url = state.fill(request.url, token)
    const headers = Object.entries({ ...request.headers, ...(authorization && { authorization }) })
    const reply = await send({
      method,
      url,
      headers: Object.fromEntries(headers.map(([name, text]) => [name, state.fill(text, token)])),
      body,
    })
    seen.set(reply.statusCode, (seen.get(reply.statusCode) ?? 0) + 1)
    state.learn(reply)
    if (url.startsWith('/sign-out') && reply.statusCode === 204) await callers.renew(caller)
    try {
      checkReply(contract, { method, url, token, reply })
    } catch (error) {
      throw new Error(`${method} ${url} ${(error as Error).message}`)
    }
  }

  const request = requestsFor(contractOf(api.app), callers.names)
  const requests = fc.array(request, { minLength: together, maxLength: together })
  const everyReply = fc.asyncProperty(requests, async all => {
    await Promise.all(all.map(exchange))
  })
  await fc.assert(everyReply, { seed, numRuns: Math.ceil(count / together) })
}

// As many requests as one likes take their time.
t.setTimeout(0)

const seen = new Map<number, number>()

eachOpenDatabase(
  t,
  'every answer is as the contract says, whatever is asked',
  async (t, database) => {
    t.setTimeout(0)
    const api = await startApi(t, { database })
    await fuzz(api, runs, ({ body, ...request }) =>
      api.app.inject({
        ...request,
        ...(body !== undefined && { payload: Buffer.from(body, 'latin1') }),
      } as InjectOptions),
    )
  },
)

t.test('so it is on the wire', async t => {
  const api = await startApi(t, { timeOuts: { request: 400, headers: 400, checkInterval: 50 } })
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as AddressInfo
  await fuzz(api, Math.ceil(runs / 5), request => sendOverWire(port, request))
})

t.test('the requests get far: answers of every kind are among them', async t => {
  const statuses = [200, 201, 204, 400, 401, 403, 404, 405, 413, 414, 415, 428]
  // Where the requests before have to fit together.
  if (runs > 5000) statuses.push(304, 409, 412, 422)
  for (const status of statuses) t.ok(seen.has(status), `${status}`)
  t.comment(`seed ${seed}`, Object.fromEntries(seen))
})
