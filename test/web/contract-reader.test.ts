import t from 'tap'
import { createContractReader } from '../../src/web/api/contract-reader.ts'
import { testClock } from '../user-pool/oauth/relying-party.ts'

t.test('the contract is read again each minute, whatever becomes of the clock', async t => {
  const clock = testClock()
  let asked = 0
  const operation = { summary: 'Says hello', responses: { 200: {} } }
  const read = createContractReader(async () => {
    asked += 1
    return { status: 200, json: { paths: { '/hello': { get: operation } } } } as never
  }, clock.read)
  for (const [step, expected] of [
    [0, 1],
    [60, 1],
    [1, 2],
    [-3600, 3],
    [0, 3],
  ] as const) {
    clock.forward(step)
    t.match(await read(), [{ path: '/hello' }])
    t.equal(asked, expected)
  }
})
