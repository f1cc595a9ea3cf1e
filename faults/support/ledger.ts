import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Service } from './service.ts'

export const NEW_ORDER = {
  currency: 'EUR',
  items: [{ sku: 'tea-green-100', quantity: 2, unitPrice: 799 }],
}

/** Keeps account of the orders that were acknowledged, and of those that may or may not exist. */
export interface Ledger {
  /** How many orders were acknowledged. */
  acknowledged(): number
  /** How often each other outcome came: a status, or `no answer`. */
  readonly refusals: Map<string, number>
  /** The longest time that an answer took, in milliseconds, since this was last asked. */
  longest(): number
  /** Creates orders from several callers until `end` is called, which waits for them. */
  load(callers?: number): { end(): Promise<void> }
  /** Creates one. @returns whether it was acknowledged */
  create(key?: string): Promise<boolean>
  /**
   * Repeats what was not acknowledged under its old key, and compares with what the service lists.
   *
   * @returns what is wrong
   */
  settle(): Promise<string[]>
}

/** @param token of one user, who has no other orders */
export function createLedger(service: Service, token: string): Ledger {
  /** Idempotency key to the id of the order. */
  const acknowledged = new Map<string, string>()
  const open = new Set<string>()
  const refusals = new Map<string, number>()
  let longest = 0

  async function create(key = randomUUID() as string): Promise<boolean> {
    open.add(key)
    const since = performance.now()
    const outcome = await post(key).catch(() => 'no answer')
    longest = Math.max(longest, performance.now() - since)
    if (typeof outcome === 'string') {
      refusals.set(outcome, (refusals.get(outcome) ?? 0) + 1)
      return false
    }
    acknowledged.set(key, outcome.id)
    open.delete(key)
    return true
  }

  async function post(key: string): Promise<string | { id: string }> {
    const reply = await fetch(`${service.url}/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(NEW_ORDER),
    })
    const text = await reply.text()
    return reply.status === 201 ? JSON.parse(text) : String(reply.status)
  }

  async function list(): Promise<Set<string>> {
    const ids = new Set<string>()
    for (let cursor = ''; ; ) {
      const reply = await fetch(`${service.url}/orders?limit=100${cursor}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const page = (await reply.json()) as { items: { id: string }[]; nextCursor: string | null }
      for (const { id } of page.items) ids.add(id)
      if (page.nextCursor === null) return ids
      cursor = `&cursor=${page.nextCursor}`
    }
  }

  return {
    acknowledged: () => acknowledged.size,
    refusals,
    longest() {
      const last = longest
      longest = 0
      return last
    },
    create,
    load(callers = 8) {
      let isOver = false
      const all = Array.from({ length: callers }, async () => {
        while (!isOver) if (!(await create())) await sleep(20)
      })
      return {
        async end() {
          isOver = true
          await Promise.all(all)
        },
      }
    },
    async settle() {
      const before = await list()
      const lost = [...acknowledged.values()].filter(id => !before.has(id)).length
      let unsettled = 0
      for (const key of [...open]) if (!(await create(key))) unsettled++
      const after = await list()
      const known = new Set(acknowledged.values())
      const twice = [...after].filter(id => !known.has(id)).length
      return [
        ...(lost > 0 ? [`${lost} acknowledged orders are lost`] : []),
        ...(unsettled > 0 ? [`${unsettled} orders are refused when they are repeated`] : []),
        ...(twice > 0 ? [`${twice} orders were made twice`] : []),
      ]
    },
  }
}

/** `503 ×12, no answer ×8` */
export function counted(outcomes: ReadonlyMap<string, number>): string {
  return [...outcomes].map(([outcome, count]) => `${outcome} ×${count}`).join(', ') || 'none'
}
