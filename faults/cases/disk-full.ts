import { execFileSync, spawnSync } from 'node:child_process'
import { createVerdict, type Fault } from '../support/fault.ts'
import { counted, createLedger } from '../support/ledger.ts'
import { startWorld } from '../support/service.ts'

const LARGEST_FILE_KIB = 2_048
const REFUSALS = 50

export const diskFull: Fault = {
  name: 'disk-full',
  about: 'no file may grow beyond 2 MiB (RLIMIT_FSIZE), then it may again',
  async run({ scope }) {
    if (!canMakeRoom(process.pid)) {
      return {
        done: '',
        observed: '',
        failures: [],
        skipped: 'no prlimit: apt-get install util-linux',
      }
    }
    const { pool, service } = await startWorld(scope, { largestFile: LARGEST_FILE_KIB })
    const ledger = createLedger(service, await pool.accessToken())
    const { failures, check } = createVerdict()
    const load = ledger.load()
    const refused = () => [...ledger.refusals.values()].reduce((sum, count) => sum + count, 0)
    while (refused() < REFUSALS && ledger.acknowledged() < 50_000) await ledger.create()
    await load.end()
    check(refused() >= REFUSALS, 'the disk did not become full')
    const others = [...ledger.refusals.keys()].filter(outcome => outcome !== '503')
    check(others.length === 0, `answers other than 503: ${others.join(', ')}`)
    const whileFull = ledger.acknowledged()
    const alive = await fetch(`${service.url}/orders?limit=1`, {
      headers: { authorization: `Bearer ${await pool.accessToken()}` },
    })
    check(alive.status === 200, `reading answered ${alive.status}`)
    makeRoom(service.pid())
    check(await ledger.create(), 'no order is taken although there is room again')
    failures.push(...(await ledger.settle()))
    return {
      done: 'filled by orders, then given room',
      observed: `${whileFull} orders until it was full, then ${counted(ledger.refusals)}; reading went on; orders again`,
      failures,
    }
  },
}

function makeRoom(pid: number): void {
  execFileSync('prlimit', ['--pid', String(pid), '--fsize=unlimited'])
}

function canMakeRoom(pid: number): boolean {
  return spawnSync('prlimit', ['--pid', String(pid)], { stdio: 'ignore' }).status === 0
}
