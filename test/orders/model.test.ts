import fc from 'fast-check'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { type Api, startApi } from '../support/api.ts'
import { eachDatabase } from '../support/databases.ts'
import { customers, plans, rivals } from './model/requests.ts'
import { createWorld, type Exchange, follow, outcomes, show } from './model/world.ts'

/** About so many requests each database gets; another FUZZ_SEED makes others. */
const requests = Number(process.env.FUZZ_RUNS ?? 240)
const seed = Number(process.env.FUZZ_SEED ?? 7396)

/** Whoever tries little finds nothing. */
const mostAnswers = [
  'cancel 200',
  'cancel 404',
  'change 200',
  'change 404',
  'change 409',
  'change 412',
  'change 428',
  'create 201',
  'create 201 again',
  'create 422',
  'list 200',
  'read 200',
  'read 404',
]

// As many requests as one likes take their time.
t.setTimeout(0)

eachDatabase(t, 'orders are kept as the model keeps them', async (t, url) => {
  t.setTimeout(0)
  const apis = [await startOver(t, url)]
  const history = fc.array(plans, { maxLength: 40, size: 'max' })
  const seen = new Set<string>()
  const likeTheModel = fc.asyncProperty(history, async all => {
    const world = await createWorld(apis)
    for (const answer of await world.inTurn(all)) seen.add(answer)
  })
  await fc.assert(likeTheModel, { seed, numRuns: Math.ceil(requests / 20) })
  t.strictSame(
    mostAnswers.filter(answer => !seen.has(answer)),
    [],
  )
})

eachDatabase(t, 'what two instances do at once has an order of events', async (t, url) => {
  t.setTimeout(0)
  const apis = [await startOver(t, url), await startOver(t, url)]
  const before = fc.array(plans, { maxLength: 6, size: 'max' })
  const together = fc.array(rivals, { minLength: 2, maxLength: 5, size: 'max' })
  const linearizable = fc.asyncProperty(before, together, async (before, together) => {
    const world = await createWorld(apis)
    await world.inTurn(before)
    const exchanges = await Promise.all(together.map((plan, index) => world.exchange(plan, index)))
    let states = outcomes(world.state, exchanges.filter(wasTaken))
    if (states.length === 0) throw new Error(`no order of events explains ${show(exchanges)}`)
    for (let customer = 0; customer < customers; customer++) {
      states = follow(states, await world.exchange({ kind: 'list', customer }))
    }
  })
  await fc.assert(linearizable, { seed, numRuns: Math.ceil(requests / 10) })
})

/** A request is sent away while another one with its key is under way. */
function wasTaken({ request, reply }: Exchange, _: number, all: readonly Exchange[]): boolean {
  if (request.kind !== 'create' || reply.status !== 409) return true
  const { customer, key } = request
  const rivals = all.filter(({ request }) => request.customer === customer)
  return rivals.filter(({ request }) => request.kind === 'create' && request.key === key).length < 2
}

async function startOver(t: Test, url: string): Promise<Api> {
  return startApi(t, { database: await openDatabase(url) })
}
