import { setTimeout as sleep } from 'node:timers/promises'
import { createVerdict, type Fault } from '../support/fault.ts'
import { createLedger } from '../support/ledger.ts'
import type { Service } from '../support/service.ts'
import { startWorld } from '../support/service.ts'

const SAMPLES = 30
const MEBIBYTE = 1024 * 1024
const MOST_GROWTH_MIB = 40
const MOST_HANDLES = 20
/** So that the traffic leaves the machine some room, and memory has time to settle. */
const PAUSE_MS = 5

interface Sample {
  /** Live objects after collections, at their lowest within the interval. */
  heap: number
  handles: number
}

export const mixedTraffic: Fault = {
  name: 'mixed-traffic',
  about: 'everything at once for minutes: nothing may grow',
  async run({ scope, minutes }) {
    const { pool, service } = await startWorld(scope)
    const { failures, check } = createVerdict()
    const ledger = createLedger(service, await pool.accessToken())
    const bob = await pool.accessToken({ user: 'bob@example.com' })
    const forged = await pool.forge('signature-zeros')
    const requests: [path: string, init: RequestInit][] = [
      ['/orders?limit=20', bearer(bob)],
      ['/token-info', bearer(bob)],
      ['/token-info', bearer(forged)],
      ['/orders/019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50', bearer(bob)],
      ['/nowhere', {}],
      ['/orders', { ...bearer(bob), method: 'POST', body: '{' }],
      ['/livez', {}],
      ['/openapi.json', {}],
    ]
    const statuses = new Map<number, number>()
    let isOver = false

    async function caller(offset: number): Promise<void> {
      for (let turn = offset; !isOver; turn++) {
        const [path, init] = requests[turn % requests.length] as (typeof requests)[number]
        const reply = await fetch(service.url + path, init)
        await reply.arrayBuffer()
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
        if (turn % 10 === 0) await ledger.create()
        await sleep(PAUSE_MS)
      }
    }

    const callers = Array.from({ length: 8 }, (_, offset) => caller(offset))
    const samples: Sample[] = []
    for (let count = 0; count < SAMPLES; count++) {
      samples.push(await lowest(service, (minutes * 60_000) / SAMPLES))
    }
    isOver = true
    await Promise.all(callers)

    const early = samples.slice(SAMPLES / 6, SAMPLES / 3)
    const late = samples.slice(-SAMPLES / 6)
    const heap = (of: Sample[]) => Math.min(...of.map(sample => sample.heap)) / MEBIBYTE
    const handles = (of: Sample[]) => Math.min(...of.map(sample => sample.handles))
    const growth = heap(late) - heap(early)
    check(growth < MOST_GROWTH_MIB, `the heap grew by ${Math.round(growth)} MiB`)
    check(handles(late) - handles(early) < MOST_HANDLES, `${handles(late)} handles`)
    check(![...statuses.keys()].some(status => status >= 500), `answers ${[...statuses.keys()]}`)
    failures.push(...(await ledger.settle()))
    const total = [...statuses.values()].reduce((sum, count) => sum + count, 0)
    return {
      done: `${minutes} min, ${total} requests, ${ledger.acknowledged()} orders`,
      observed: `heap ${heap(early).toFixed(1)} MiB early, ${heap(late).toFixed(1)} MiB late; handles ${handles(early)}, ${handles(late)}; answers ${[...statuses.keys()].sort().join(', ')}`,
      failures,
    }
  },
}

function bearer(token: string): RequestInit {
  return { headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } }
}

/** Looks ten times within an interval: between them lie collections, of which none can be forced. */
async function lowest(service: Service, intervalMs: number): Promise<Sample> {
  const sample: Sample = { heap: Number.POSITIVE_INFINITY, handles: Number.POSITIVE_INFINITY }
  for (let look = 0; look < 10; look++) {
    await sleep(intervalMs / 10)
    const heap = await service.metric('nodejs_heap_size_used_bytes')
    const handles = await service.metric('nodejs_active_handles_total')
    sample.heap = Math.min(sample.heap, heap)
    sample.handles = Math.min(sample.handles, handles)
  }
  return sample
}
