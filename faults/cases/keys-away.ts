import { setTimeout as sleep } from 'node:timers/promises'
import type { UserPool } from '../../src/user-pool/index.ts'
import { ask, askAll } from '../support/callers.ts'
import { createVerdict, type Fault } from '../support/fault.ts'
import { startWorld } from '../support/service.ts'

const LONGEST_ANSWER_MS = 2_500
const MEBIBYTE = 1024 * 1024

/** Ways in which the address of the keys can fail. */
const outages: Record<string, (pool: UserPool) => void> = {
  away: pool => pool.goDown(),
  slow: pool => pool.slowDown(10_000),
  'an error': pool => pool.serve({ message: 'Internal' }, { status: 500 }),
  huge: pool => pool.serve('x'.repeat(64 * MEBIBYTE)),
  garbage: pool => pool.serve('<html>Welcome to this hotel</html>'),
  empty: pool => pool.serve({ keys: [] }),
}

export const keysAway: Fault = {
  name: 'keys-away',
  about: 'the address of the keys is away, slow, failing, huge, garbage, empty',
  async run({ scope }) {
    const env = { JWKS_MAX_AGE_SECONDS: '1' }
    const { pool, service } = await startWorld(scope, { env })
    const { failures, check } = createVerdict()
    const known = await pool.accessToken()
    let longest = 0
    for (const [name, begin] of Object.entries(outages)) {
      begin(pool)
      // The keys are past their age, so that they are asked for all the time.
      await sleep(1_500)
      const fresh = await Promise.all(Array.from({ length: 20 }, () => pool.accessToken()))
      const good = await askAll(service, [known, ...fresh])
      check(good.statuses.get('200') === 21, `${name}: good tokens got ${statuses(good.statuses)}`)
      const forged = [await pool.forge('kid-unknown')]
      const unknown = await askAll(service, forged)
      check(
        unknown.statuses.get('503') === 1,
        `${name}: an unknown key ${statuses(unknown.statuses)}`,
      )
      longest = Math.max(longest, good.longest, unknown.longest)
      pool.comeBack()
      pool.slowDown(0)
      pool.serve(undefined)
    }
    check(longest < LONGEST_ANSWER_MS, `an answer took ${Math.round(longest)} ms`)
    await pool.rotateKeys()
    const since = performance.now()
    const rotated = await pool.accessToken()
    while ((await ask(service, rotated)) !== '200' && performance.now() - since < 60_000) {
      await sleep(50)
    }
    const recovery = performance.now() - since
    check(recovery < 60_000, 'new keys are not taken a minute later')
    const resident = await service.metric('process_resident_memory_bytes')
    check(resident < 512 * MEBIBYTE, `${Math.round(resident / MEBIBYTE)} MiB resident`)
    return {
      done: Object.keys(outages).join(', '),
      observed: `good tokens 200, unknown keys 503; longest answer ${Math.round(longest)} ms; new keys taken after ${Math.round(recovery)} ms; ${Math.round(resident / MEBIBYTE)} MiB resident`,
      failures,
    }
  },
}

function statuses(found: ReadonlyMap<string, number>): string {
  return [...found].map(([status, count]) => `${status} ×${count}`).join(', ')
}
