import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Service } from './service.ts'

const NEW_ORDER = {
  currency: 'EUR',
  items: [{ sku: 'tea-green-100', quantity: 2, unitPrice: 799 }],
}

interface Page {
  items: { id: string; note: string }[]
  nextCursor: string | null
}

/** Keeps account of the orders that were acknowledged, and of those that may or may not exist. */
export interface Ledger {
  /** How many orders were acknowledged. */
  acknowledged(): number
  /** How often each other outcome came: a status, or `no answer`. */
  readonly refusals: Map<string, number>
  /** The longest time that an answer took, in milliseconds, since this was last asked. */
  longest(): number
  /**
   * Creates orders from several callers, half of whom use no idempotency keys, until `end` is called,
   * which waits for them.
   */
  load(callers?: number): { end(): Promise<void> }
  /** Creates one, with a key. @returns whether it was acknowledged */
  create(): Promise<boolean>
  /**
   * Repeats what was not acknowledged under its old key, and compares with what the service lists.
   *
   * @returns what is wrong
   */
  settle(): Promise<string[]>
}

/** @param token of one user, who has no other orders */
export function createLedger(service: Service, token: string): Ledger {
  /** Ids of orders. */
  const acknowledged = new Set<string>()
  /** Notes of orders that may be there or not: keys under which they are sent again, or just names. */
  const open = { keyed: new Set<string>(), keyless: new Set<string>() }
  const refusals = new Map<string, number>()
  let longest = 0

  async function create(note: string, hasKey: boolean): Promise<boolean> {
    const kind = hasKey ? open.keyed : open.keyless
    kind.add(note)
    const since = performance.now()
    const outcome = await post(note, hasKey).catch(() => 'no answer')
    longest = Math.max(longest, performance.now() - since)
    if (typeof outcome === 'string') {
      refusals.set(outcome, (refusals.get(outcome) ?? 0) + 1)
      return false
    }
    acknowledged.add(outcome.id)
    kind.delete(note)
    return true
  }

  async function post(note: string, hasKey: boolean): Promise<string | { id: string }> {
    const reply = await fetch(`${service.url}/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(hasKey && { 'idempotency-key': note }),
      },
      body: JSON.stringify({ ...NEW_ORDER, note }),
    })
    const text = await reply.text()
    return reply.status === 201 ? JSON.parse(text) : String(reply.status)
  }

  /** Id to note. */
  async function list(): Promise<Map<string, string>> {
    const notes = new Map<string, string>()
    for (let cursor = ''; ; ) {
      const reply = await fetch(`${service.url}/orders?limit=100${cursor}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const page = (await reply.json()) as Page
      for (const { id, note } of page.items) notes.set(id, note)
      if (page.nextCursor === null) return notes
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
    create: () => create(randomUUID(), true),
    load(callers = 8) {
      let isOver = false
      const all = Array.from({ length: callers }, async (_, index) => {
        const hasKey = index % 2 === 0
        while (!isOver) if (!(await create(randomUUID(), hasKey))) await sleep(20)
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
      const lost = [...acknowledged].filter(id => !before.has(id)).length
      let unsettled = 0
      for (const key of [...open.keyed]) if (!(await create(key, true))) unsettled++
      const after = await list()
      const known = [...after].filter(
        ([id, note]) => acknowledged.has(id) || open.keyless.has(note),
      )
      const twice = after.size - new Set(known.map(([, note]) => note)).size
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
