import t from 'tap'
import { problemAnswer } from '../support/api-answers.ts'
import { overEachDatabase, type Revoked } from './instances.ts'

const unknownId = '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'

overEachDatabase(t, 'GET /admin/revocations', async (t, { pool, send, revoke, lift }) => {
  const token = await pool.accessToken()
  const get = (url: string) => send(token, 'GET', url)

  /** Follows the Link headers of the list to its end. */
  async function pages(query = ''): Promise<string[][]> {
    const found: string[][] = []
    for (let next: string | undefined = `/admin/revocations${query}`; next !== undefined; ) {
      const { headers, body } = await get(next)
      found.push(body.items.map(({ value }: Revoked) => value))
      next = /^<(.*)>; rel="next"$/.exec(String(headers.link ?? ''))?.[1]
      if ((body.nextCursor !== null) !== (next?.includes(`cursor=${body.nextCursor}`) ?? false)) {
        throw new Error('Link and nextCursor differ')
      }
    }
    return found
  }

  await t.test('is empty at first', async t => {
    t.strictSame((await get('/admin/revocations')).body, { items: [], nextCursor: null })
  })

  const values: string[] = []
  for (let i = 0; i < 21; i++) {
    const kind = i % 2 === 0 ? 'token' : 'sign-in'
    values.unshift((await revoke({ kind, value: `value-${i}` })).value)
  }
  const ofKind = (parity: number) => values.filter((_, index) => index % 2 === parity)

  await t.test(
    'lists those in force, newest first, 20 on a page unless told otherwise',
    async t => {
      t.strictSame(await pages(), [values.slice(0, 20), values.slice(20)])
      t.strictSame(await pages('?limit=100'), [values])
      t.strictSame(await pages('?limit=21'), [values])
      t.strictSame(await pages('?limit=10'), [
        values.slice(0, 10),
        values.slice(10, 20),
        values.slice(20),
      ])
    },
  )

  await t.test('of one kind, of one value, or both', async t => {
    t.strictSame(await pages('?kind=token&limit=6'), [ofKind(0).slice(0, 6), ofKind(0).slice(6)])
    t.strictSame(await pages('?kind=sign-in'), [ofKind(1)])
    t.strictSame(await pages('?value=value-3'), [['value-3']])
    t.strictSame(await pages('?value=value-3&kind=sign-in'), [['value-3']])
    t.strictSame(await pages('?value=value-3&kind=token'), [[]])
  })

  await t.test('shows each as it was answered', async t => {
    const [first] = (await get('/admin/revocations')).body.items
    t.strictSame((await get(`/admin/revocations/${first.id}`)).body, first)
    t.equal(first.value, 'value-20')
  })

  await t.test('without those that were lifted', async t => {
    const [first] = (await get('/admin/revocations')).body.items
    await lift(first.id)
    t.strictSame(await pages('?limit=100'), [values.slice(1)])
    t.equal((await get(`/admin/revocations/${first.id}`)).status, 404)
  })

  await t.test('refuses parameters that make no sense', async t => {
    const mistakes = [
      'limit=0',
      'limit=101',
      'limit=ten',
      'limit=1e9999',
      'kind=all',
      'kind=',
      'value=',
    ]
    for (const query of [...mistakes, 'value=a%00b', 'cursor=', 'cursor=1', 'cursor=%00']) {
      const { status, body } = await get(`/admin/revocations?${query}`)
      t.equal(status, 400, query)
      t.equal(body.errors[0].pointer, `/query/${query.split('=')[0]}`)
    }
    t.equal((await get('/admin/revocations?page=2')).status, 400)
  })

  await t.test('knows no id that never was', async t => {
    t.strictSame(
      await get(`/admin/revocations/${unknownId}`),
      problemAnswer({
        status: 404,
        code: 'not_found',
        detail: 'There is no revocation with this id.',
        headers: { 'cache-control': 'no-store' },
      }),
    )
    for (const id of ['1', unknownId.toUpperCase(), `${unknownId}%00`, "'"]) {
      const { status, body } = await get(`/admin/revocations/${id}`)
      t.equal(status, 400, id)
      t.equal(body.errors[0].pointer, '/params/revocationId')
    }
  })
})
