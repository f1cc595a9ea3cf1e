import { setTimeout as sleep } from 'node:timers/promises'
import { ask, askAll } from '../support/callers.ts'
import { createVerdict, type Fault } from '../support/fault.ts'
import { startWorld } from '../support/service.ts'

const FORGED = 500
const FLOOD_MS = 6_000
const TAKEN_WITHIN_MS = 3_000
const MOST_FETCHES = 20

export const rotationInFlood: Fault = {
  name: 'rotation-in-flood',
  about: 'keys are rotated while tokens with unknown keys pour in',
  async run({ scope }) {
    const { pool, service } = await startWorld(scope)
    const { failures, check } = createVerdict()
    const old = await pool.accessToken()
    const forged = await Promise.all(
      Array.from({ length: FORGED }, () => pool.forge('kid-unknown')),
    )
    check((await ask(service, old)) === '200', 'a good token is refused before the flood')
    const fetchesBefore = pool.keySetFetches

    let isOver = false
    function* flood() {
      for (let turn = 0; !isOver; turn++) yield forged[turn % FORGED] as string
    }
    const flooding = askAll(service, flood(), 16)
    await sleep(FLOOD_MS / 2)
    await pool.rotateKeys()
    const rotated = await pool.accessToken()
    const since = performance.now()
    while ((await ask(service, rotated)) !== '200' && performance.now() - since < 20_000) {
      await sleep(20)
    }
    const taken = performance.now() - since
    check(taken < TAKEN_WITHIN_MS, `the new key was taken after ${Math.round(taken)} ms`)
    check((await ask(service, old)) === '200', 'a token of the old key is refused')
    await sleep(FLOOD_MS / 2)
    isOver = true
    const { statuses } = await flooding
    const fetches = pool.keySetFetches - fetchesBefore
    check(fetches <= MOST_FETCHES, `the keys were fetched ${fetches} times`)
    check([...statuses.keys()].join() === '401', `the flood was answered ${[...statuses.keys()]}`)
    return {
      done: `${[...statuses.values()].reduce((a, b) => a + b, 0)} forged tokens`,
      observed: `keys fetched ${fetches} times; new key taken after ${Math.round(taken)} ms; the flood got 401`,
      failures,
    }
  },
}
