import type { Service } from './service.ts'

/** What came of requests: how often each status, and how long the slowest took, in milliseconds. */
export interface Tally {
  statuses: Map<string, number>
  longest: number
}

/** The status of `GET /token-info` with a token; `no answer` for none. */
export async function ask(service: Service, token: string): Promise<string> {
  return fetch(`${service.url}/token-info`, { headers: { authorization: `Bearer ${token}` } }).then(
    async reply => {
      await reply.arrayBuffer()
      return String(reply.status)
    },
    () => 'no answer',
  )
}

/** Asks with each of the tokens, several at a time. */
export async function askAll(
  service: Service,
  tokens: Iterable<string> | AsyncIterable<string>,
  callers = 8,
): Promise<Tally> {
  const tally: Tally = { statuses: new Map(), longest: 0 }
  const rest = iterate(tokens)
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (;;) {
        const { done, value } = await rest.next()
        if (done) return
        const since = performance.now()
        const status = await ask(service, value)
        tally.longest = Math.max(tally.longest, performance.now() - since)
        tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1)
      }
    }),
  )
  return tally
}

async function* iterate(tokens: Iterable<string> | AsyncIterable<string>) {
  yield* tokens
}
