import { setTimeout as sleep } from 'node:timers/promises'
import { createMortalPostgres } from '../../test/lifecycle/mortal-postgres.ts'
import { findPostgres, NO_POSTGRES } from '../../test/support/postgres-server.ts'
import { createVerdict, type Fault } from '../support/fault.ts'
import { counted, createLedger } from '../support/ledger.ts'
import { startWorld } from '../support/service.ts'

const AWAY_MS = 10_000
const LONGEST_ANSWER_MS = 2_500
const RECOVERY_MS = 5_000

export const databaseAway: Fault = {
  name: 'database-away',
  about: 'PostgreSQL stands still for 10 s, connections open and silent',
  async run({ scope }) {
    if (!findPostgres()) return { done: '', observed: '', failures: [], skipped: NO_POSTGRES }
    const postgres = await createMortalPostgres(scope)
    await postgres.start()
    const { pool, service } = await startWorld(scope, { databaseUrl: postgres.url })
    const ledger = createLedger(service, await pool.accessToken())
    const { failures, check } = createVerdict()
    const load = ledger.load()
    await sleep(500)
    postgres.freeze(true)
    // It must go on, or it could not be ended.
    const deadline = sleep(AWAY_MS).then(() => postgres.freeze(false))
    await sleep(AWAY_MS / 2)
    const ready = await fetch(`${service.url}/readyz`)
    check(ready.status === 503, `readiness was ${ready.status}`)
    const alive = await fetch(`${service.url}/livez`)
    check(alive.status === 200, `liveness was ${alive.status}`)
    await deadline
    const longest = ledger.longest()
    check(longest < LONGEST_ANSWER_MS, `an answer took ${Math.round(longest)} ms`)
    const since = performance.now()
    while (!(await ledger.create())) await sleep(20)
    const recovery = performance.now() - since
    check(recovery < RECOVERY_MS, `recovery took ${Math.round(recovery)} ms`)
    await load.end()
    failures.push(...(await ledger.settle()))
    return {
      done: `frozen for ${AWAY_MS / 1000} s under load`,
      observed: `${counted(ledger.refusals)}; longest answer ${Math.round(longest)} ms; orders again after ${Math.round(recovery)} ms`,
      failures,
    }
  },
}
