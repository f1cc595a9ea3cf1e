import { setTimeout as sleep } from 'node:timers/promises'
import { createMortalPostgres } from '../../test/lifecycle/mortal-postgres.ts'
import { findPostgres, NO_POSTGRES } from '../../test/support/postgres-server.ts'
import { createVerdict, type Fault } from '../support/fault.ts'
import { counted, createLedger } from '../support/ledger.ts'
import { startWorld } from '../support/service.ts'

const ROUNDS = 3

export const killPostgres: Fault = {
  name: 'kill-postgres',
  about: 'kill -9 of all processes of PostgreSQL while orders are written',
  async run({ scope }) {
    if (!findPostgres()) return { done: '', observed: '', failures: [], skipped: NO_POSTGRES }
    const postgres = await createMortalPostgres(scope)
    await postgres.start()
    const { pool, service } = await startWorld(scope, { databaseUrl: postgres.url })
    const ledger = createLedger(service, await pool.accessToken())
    const { failures, check } = createVerdict()
    for (let round = 1; round <= ROUNDS; round++) {
      const load = ledger.load()
      await sleep(700)
      await postgres.kill()
      await sleep(300)
      await postgres.start()
      while (!(await ledger.create())) await sleep(50)
      await load.end()
      failures.push(...(await ledger.settle()))
    }
    const others = [...ledger.refusals.keys()].filter(outcome => outcome !== '503')
    check(others.length === 0, `answers other than 503: ${others.join(', ')}`)
    return {
      done: `${ROUNDS} times under load, started again after 0.3 s`,
      observed: `${ledger.acknowledged()} orders; on the way ${counted(ledger.refusals)}`,
      failures,
    }
  },
}
