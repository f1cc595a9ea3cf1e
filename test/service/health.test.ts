import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { type Api, startApi } from '../support/api.ts'
import { answerOf, dataHeaders, problemAnswer, requestId } from '../support/api-answers.ts'
import { createUserPool } from '../support/user-pool.ts'

const headers = { 'x-request-id': requestId }
const well = {
  status: 200,
  headers: {
    ...dataHeaders(requestId),
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
  },
  body: { status: 'ok' },
}
const notReady = (missing: string) =>
  problemAnswer({
    status: 503,
    code: 'unavailable',
    detail: `Not ready: ${missing}.`,
    headers: { 'cache-control': 'no-store', 'retry-after': '1' },
  })

const ask = async ({ send }: Api, url: string) => answerOf(await send({ url, headers }))

/** Asks until the service is ready; how long that takes is another test's matter. */
async function untilReady(api: Api) {
  for (;;) {
    const answer = await ask(api, '/readyz')
    if (answer.status === 200) return answer
    await sleep(10)
  }
}

t.test('a service that has all it needs', async t => {
  const api = await startApi(t)
  t.strictSame(await ask(api, '/livez'), well)
  t.strictSame(await untilReady(api), well)
})

t.test('no signing keys from the start, then they come', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  pool.goDown()
  const { issuer, jwksUri } = pool
  const api = await startApi(t, { cognito: { issuer, jwksUri } })
  t.strictSame(await ask(api, '/readyz'), notReady('keys'))
  t.strictSame(await ask(api, '/livez'), well)
  pool.comeBack()
  t.strictSame(await untilReady(api), well)
})

t.test(
  'two issuers, of which one will do: the callers of the other are not made to wait',
  async t => {
    const [here, gone] = [await createUserPool(), await createUserPool()]
    t.teardown(here.close)
    t.teardown(gone.close)
    here.goDown()
    gone.goDown()
    // Each with the key set at its own address.
    const issuers = { issuer: [here.issuer, gone.issuer], jwksUri: undefined as never }
    const api = await startApi(t, { cognito: issuers })
    t.strictSame(await ask(api, '/readyz'), notReady('keys'))
    here.comeBack()
    t.strictSame(await untilReady(api), well)
  },
)

t.test('the database is lost', async t => {
  const database = await openDatabase(`file:${t.testdir()}/orders.db`)
  const api = await startApi(t, { database })
  await untilReady(api)
  await database.close()
  t.strictSame(await ask(api, '/readyz'), notReady('database'))
  t.strictSame(await ask(api, '/livez'), well)
})

t.test('everything missing is named', async t => {
  const database = await openDatabase(`file:${t.testdir()}/orders.db`)
  const pool = await createUserPool()
  t.teardown(pool.close)
  pool.goDown()
  const { issuer, jwksUri } = pool
  const api = await startApi(t, { database, cognito: { issuer, jwksUri } })
  await database.close()
  t.strictSame(await ask(api, '/readyz'), notReady('keys, database'))
})

t.test('revocations that have not been read', async t => {
  const database = await openDatabase(`file:${t.testdir()}/orders.db`)
  await database.tables.schema.dropTable('revocation_versions').execute()
  const api = await startApi(t, { database })
  t.match((await ask(api, '/readyz')).body.detail, /^Not ready: .*revocations\.$/)
})
