import { setTimeout as sleep } from 'node:timers/promises'
import { createVerdict, type Fault } from '../support/fault.ts'
import { counted, createLedger } from '../support/ledger.ts'
import { startWorld } from '../support/service.ts'

const ROUNDS = 5

export const killApi: Fault = {
  name: 'kill-api',
  about: 'kill -9 of the service while orders are written to SQLite',
  async run({ scope }) {
    const { pool, service } = await startWorld(scope)
    const ledger = createLedger(service, await pool.accessToken())
    const { failures } = createVerdict()
    for (let round = 1; round <= ROUNDS; round++) {
      const load = ledger.load(16)
      await sleep(300 + 300 * Math.random())
      await service.kill()
      await load.end()
      await service.start()
      failures.push(...(await ledger.settle()))
    }
    return {
      done: `${ROUNDS} times under load`,
      observed: `${ledger.acknowledged()} orders; on the way ${counted(ledger.refusals)}`,
      failures,
    }
  },
}
