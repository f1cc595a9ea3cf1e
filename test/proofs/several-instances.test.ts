import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { type Answer, type Client, createClient, startThree } from '../lifecycle/three-instances.ts'
import { NEW_ORDER } from '../orders/sample.ts'
import { findPostgres, NO_POSTGRES } from '../support/postgres.ts'

const skip = !process.env.TEST_POSTGRES_URL && !findPostgres() && NO_POSTGRES

const ORDERS = 100
/** That many callers change an order at the same time, that many times over. */
const RIVALS = 2
const BOUTS = 5
const KEYS = 40

t.test('three instances on one database act as one', { skip }, async t => {
  const { pool, url, instances } = await startThree(t)
  const send = createClient()
  const token = await pool.accessToken()
  const created = await Promise.all(
    Array.from({ length: ORDERS }, () =>
      send(`${url}/orders`, token, 'POST', { ...NEW_ORDER, note: 'by' }),
    ),
  )
  t.strictSame(new Set(created.map(({ status }) => status)), new Set([201]))
  const ids = created.map(({ body }) => body.id)
  const keys = Array.from({ length: KEYS }, () => randomUUID())
  let conflicts = 0

  /** Adds a name to the note of an order, whatever others do to it at the same time. */
  async function change(id: string, name: string): Promise<number> {
    for (;;) {
      const { etag, body } = await send(`${url}/orders/${id}`, token)
      const note = `${body.note} ${name}`
      const condition = { 'if-match': etag }
      const { status } = await send(`${url}/orders/${id}`, token, 'PATCH', { note }, condition)
      if (status !== 412) return status
      conflicts++
    }
  }

  function changeAll(): Promise<number[]> {
    const bouts = Array.from({ length: BOUTS }, (_, bout) =>
      ids.flatMap(id =>
        Array.from({ length: RIVALS }, (_, rival) => change(id, `name${bout}${rival}`)),
      ),
    )
    return Promise.all(bouts.flat())
  }

  /** The same request through every instance at the same time, until each has answered it. */
  function createOnce(key: string): Promise<Answer[]> {
    return Promise.all(
      instances.map(async instance => {
        for (;;) {
          const headers = { 'idempotency-key': key }
          const answer = await send(`${instance}/orders`, token, 'POST', NEW_ORDER, headers)
          if (answer.status !== 409) return answer
        }
      }),
    )
  }

  async function rotateKeys(): Promise<number[]> {
    await pool.rotateKeys()
    const newToken = await pool.accessToken()
    const answers = await Promise.all(
      instances.flatMap(instance =>
        [newToken, token].map(token => send(`${instance}/token-info`, token)),
      ),
    )
    return answers.map(({ status }) => status)
  }

  const [changed, keyed, rotated] = await Promise.all([
    changeAll(),
    Promise.all(keys.map(createOnce)),
    rotateKeys(),
  ])

  t.strictSame(rotated, Array(6).fill(200), 'new keys hold at the first try, and old ones still')

  t.comment(`${conflicts} conflicts`)
  t.ok(conflicts > 0)
  t.strictSame(changed, Array(ORDERS * RIVALS * BOUTS).fill(200))
  const names = Array.from({ length: BOUTS }, (_, bout) =>
    Array.from({ length: RIVALS }, (_, rival) => `name${bout}${rival}`),
  ).flat()
  const final = await Promise.all(ids.map(id => send(`${url}/orders/${id}`, token)))
  t.strictSame(
    final.map(({ body }) => ({ version: body.version, names: body.note.split(' ').sort() })),
    ids.map(() => ({ version: 1 + names.length, names: ['by', ...names] })),
    'each change has made a version, and none is lost',
  )

  for (const answers of keyed) {
    t.strictSame(
      answers.map(({ status, body }) => ({ status, id: body.id })),
      Array(3).fill({ status: 201, id: answers[0]?.body.id }),
    )
    t.strictSame(answers.map(({ replayed }) => replayed).sort(), [null, 'true', 'true'])
  }
  const keyedIds = keyed.map(([first]) => first?.body.id as string)
  const listed = await listIds(send, url, token)
  t.strictSame(listed, [...ids, ...keyedIds].sort(), 'each key has made one order')

  await t.test('what one revokes, the others refuse within two seconds', async t => {
    const admin = await pool.accessToken()
    for (const [index, revoking] of instances.entries()) {
      const bobs = await pool.accessToken({ user: 'bob@example.com' })
      const statuses = async (of = instances) =>
        (await Promise.all(of.map(url => send(`${url}/token-info`, bobs)))).map(a => a.status)
      t.strictSame(await statuses(), [200, 200, 200])
      const { jti } = JSON.parse(Buffer.from(bobs.split('.')[1] as string, 'base64url').toString())
      const revocation = { kind: 'token', value: jti }
      const revoked = await send(`${revoking}/admin/revocations`, admin, 'POST', revocation)
      t.equal(revoked.status, 201)
      const since = performance.now()
      t.strictSame(await statuses([revoking]), [401], `instance ${index} at once`)
      while ((await statuses()).some(status => status !== 401)) await sleep(5)
      const elapsed = performance.now() - since
      t.ok(elapsed < 2_000, `everywhere after ${Math.round(elapsed)} ms`)
    }
  })
})

async function listIds(send: Client, url: string, token: string): Promise<string[]> {
  const ids: string[] = []
  for (let cursor = ''; ; ) {
    const { body } = await send(`${url}/orders?limit=100${cursor}`, token)
    ids.push(...body.items.map(({ id }) => id))
    if (body.nextCursor === null) return ids.sort()
    cursor = `&cursor=${body.nextCursor}`
  }
}
