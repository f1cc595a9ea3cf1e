import t from 'tap'
import { problemAnswer } from '../support/api-answers.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import { overEachDatabase } from './instances.ts'

const clock = createTestClock()
const at = (seconds: number) => new Date(clock() + seconds * 1000).toISOString()
const day = 24 * 60 * 60

const refused = (pointer: string, message: string) =>
  problemAnswer({
    status: 400,
    code: 'validation_failed',
    detail: 'The request does not fit the contract.',
    headers: { 'cache-control': 'no-store' },
    errors: [{ pointer, message }],
  })

overEachDatabase(
  t,
  'POST /admin/revocations refuses',
  async (t, { pool, send }) => {
    const token = await pool.accessToken()
    const post = (body: unknown) => send(token, 'POST', '/admin/revocations', body)
    const pointers = async (body: unknown) => {
      const reply = await post(body)
      if (reply.status !== 400) throw new Error(`${reply.status}`)
      return reply.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()
    }

    await t.test('a kind that does not exist', async t => {
      for (const kind of ['session', 'Token', 'tokens', '', '__proto__', 'constructor']) {
        t.strictSame(await pointers({ kind, value: 'x' }), ['/kind'], kind)
      }
      for (const kind of [null, 1, ['token']]) {
        t.ok((await pointers({ kind, value: 'x' })).includes('/kind'), String(kind))
      }
    })

    await t.test('a value that no claim can hold', async t => {
      const values = ['', ' ', 'a b', 'a\n', 'a\u0000', 'ä', 'x'.repeat(129), null, 1, ['x']]
      for (const value of values) {
        t.strictSame(await pointers({ kind: 'token', value }), ['/value'], JSON.stringify(value))
      }
      t.equal((await post({ kind: 'token', value: 'x'.repeat(128) })).status, 201)
    })

    await t.test('what is missing or unknown', async t => {
      t.strictSame(await pointers({}), ['/kind', '/value'])
      t.strictSame(await pointers({ kind: 'user', value: 'x', until: at(0) }), ['/until'])
      t.strictSame(await pointers([]), [''])
    })

    await t.test('a reason that is too long or cannot be stored', async t => {
      for (const reason of ['x'.repeat(501), 'a\u0000', '\ud800', null, 1]) {
        t.strictSame(await pointers({ kind: 'token', value: 'x', reason }), ['/reason'])
      }
      t.equal((await post({ kind: 'token', value: 'x', reason: 'x'.repeat(500) })).status, 201)
    })

    await t.test('a time that is none', async t => {
      const times = ['', 'yesterday', '2020-09-13', '2020-09-13T12:00:00', '1600000000', 0, null]
      for (const issuedBefore of times) {
        t.strictSame(await pointers({ kind: 'user', value: 'x', issuedBefore }), ['/issuedBefore'])
      }
      t.strictSame(
        await post({ kind: 'user', value: 'x', issuedBefore: '2016-12-31T23:59:60Z' }),
        refused('/issuedBefore', 'is not a time'),
        'a leap second is one, but not to JavaScript',
      )
    })

    await t.test('a time in the future, further than clocks may differ', async t => {
      for (const kind of ['user', 'client']) {
        const body = { kind, value: 'future' }
        for (const issuedBefore of [at(5.001), '9999-12-31T23:59:59Z']) {
          t.strictSame(
            await post({ ...body, issuedBefore }),
            refused('/issuedBefore', 'is in the future'),
          )
        }
        const reply = await post({ ...body, issuedBefore: at(5) })
        t.equal(reply.status, 201)
        t.match(reply.body, { issuedBefore: at(5), endsAt: at(day + 20) })
      }
    })

    await t.test('a time before which no token is left', async t => {
      const body = { kind: 'user', value: 'past' }
      for (const issuedBefore of [at(-day - 15), '0000-01-01T00:00:00Z']) {
        t.strictSame(
          await post({ ...body, issuedBefore }),
          refused('/issuedBefore', 'is so long ago that every token issued before it has expired'),
        )
      }
      t.equal((await post({ ...body, issuedBefore: at(-day - 14.999) })).status, 201)
    })

    await t.test('a time for a token or a sign-in', async t => {
      for (const kind of ['token', 'sign-in']) {
        t.strictSame(
          await post({ kind, value: 'x', issuedBefore: at(0) }),
          refused('/issuedBefore', 'is only for the kinds user and client'),
        )
      }
    })
  },
  clock,
)
