import { randomUUID } from 'node:crypto'
import type { Api } from '../../support/api.ts'
import { customers, type Plan, requestOf, send } from './requests.ts'
import { after, nothing, type Reply, type Request, type State } from './specification.ts'

export interface Exchange {
  request: Request
  reply: Reply
}

/** New customers, who have no orders yet, and what is known of theirs. */
export async function createWorld(apis: readonly Api[]) {
  const [{ pool }] = apis as [Api]
  const names = Array.from({ length: customers }, () => randomUUID())
  const signed = names.map(sub => pool.accessToken({ claims: { sub } }))
  const tokens = await Promise.all(signed)
  let state = nothing

  async function exchange(plan: Plan, instance = 0): Promise<Exchange> {
    const ids = state.orders.map(({ id }) => id)
    const request = requestOf(plan, names, ids)
    const api = apis[instance % apis.length] as Api
    return { request, reply: await send(api.send, tokens[plan.customer] as string, request) }
  }

  return {
    exchange,
    get state() {
      return state
    },
    /** @returns what was answered, in short */
    async inTurn(plans: readonly Plan[]): Promise<string[]> {
      const answers: string[] = []
      for (const plan of plans) {
        const { request, reply } = await exchange(plan)
        ;[state] = follow([state], { request, reply }) as [State]
        answers.push(`${request.kind} ${reply.status}${reply.replayed ? ' again' : ''}`)
      }
      return answers
    },
  }
}

/** @returns the states there may be after an exchange, in one of these */
export function follow(states: readonly State[], exchange: Exchange): State[] {
  const next = states.flatMap(state => after(state, exchange.request, exchange.reply) ?? [])
  if (next.length === 0) throw new Error(`no order of events explains ${show(exchange)}`)
  return next
}

/** @returns the states there may be after exchanges that were under way at the same time */
export function outcomes(state: State, exchanges: readonly Exchange[]): State[] {
  if (exchanges.length === 0) return [state]
  return exchanges.flatMap((exchange, index) => {
    const next = after(state, exchange.request, exchange.reply)
    return next === undefined ? [] : outcomes(next, exchanges.toSpliced(index, 1))
  })
}

export function show(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
