import t from 'tap'
import { answerOf, problemAnswer, requestId } from '../support/api-answers.ts'
import { type Caller, overEachDatabase, preconditionFailed } from './orders-api.ts'

const patch = (caller: Caller, id: string, body: unknown, condition?: string) =>
  caller.send('PATCH', `/orders/${id}`, {
    body,
    headers: {
      'content-type': 'application/json',
      ...(condition !== undefined && { 'if-match': condition }),
    },
  })

overEachDatabase(t, 'PATCH /orders/{orderId}', async (t, { alice, bob, caller }) => {
  await t.test('changes note and status', async t => {
    const order = await alice.order()
    const reply = await patch(alice, order.id, { note: 'Ring.', status: 'confirmed' }, '"1"')
    t.equal(reply.statusCode, 200)
    t.equal(reply.headers.etag, '"2"')
    const changed = reply.json()
    const { updatedAt } = changed
    t.strictSame(changed, { ...order, note: 'Ring.', status: 'confirmed', version: 2, updatedAt })
    t.strictSame((await alice.send('GET', `/orders/${order.id}`)).json(), changed)
  })

  await t.test('takes the note away', async t => {
    const { id } = await alice.order()
    t.equal('note' in (await patch(alice, id, { note: null }, '"1"')).json(), false)
  })

  await t.test('RFC 6585 section 3: demands If-Match', async t => {
    const { id } = await alice.order()
    const reply = await patch(alice, id, { note: 'x' })
    t.equal(reply.statusCode, 428)
    t.equal(reply.json().code, 'precondition_required')
  })

  await t.test('RFC 9110 section 13.1.1: changes only a version in If-Match', async t => {
    const { id } = await alice.order()
    for (const condition of ['"2"', 'W/"1"', '"0", "2"', '""', '"99999999999999999999"']) {
      const reply = await patch(alice, id, { note: 'x' }, condition)
      t.equal(reply.statusCode, 412, condition)
      t.equal(reply.json().code, 'precondition_failed')
    }
    t.equal((await patch(alice, id, { note: 'a' }, '"0", "1"')).json().version, 2)
    t.equal((await patch(alice, id, { note: 'b' }, '*')).json().version, 3)
    t.equal((await patch(alice, id, { note: 'c' }, '"2"')).statusCode, 412)
  })

  await t.test('RFC 9110 section 13.1.2: changes no version in If-None-Match', async t => {
    const { id } = await alice.order()
    for (const unwanted of ['"1"', 'W/"1"', '*']) {
      const condition = { 'if-match': '"1"', 'if-none-match': unwanted }
      const headers = { ...condition, 'x-request-id': requestId }
      for (const method of ['PATCH', 'DELETE'] as const) {
        const body = method === 'PATCH' ? { body: { note: 'x' } } : {}
        const reply = await alice.send(method, `/orders/${id}`, { ...body, headers })
        t.strictSame(answerOf(reply), preconditionFailed, `${method} ${unwanted}`)
      }
    }
    const headers = { 'if-match': '"1"', 'if-none-match': '"2"' }
    const reply = await alice.send('PATCH', `/orders/${id}`, { body: { note: 'x' }, headers })
    t.equal(reply.json().version, 2)
  })

  await t.test('RFC 7396: takes a merge patch by its own name', async t => {
    const { id } = await alice.order()
    const mergePatch = 'application/merge-patch+json'
    const type = { 'content-type': mergePatch, 'x-request-id': requestId }
    const headers = { ...type, 'if-match': '"1"' }
    const body = JSON.stringify({ note: 'x' })
    t.equal((await alice.send('PATCH', `/orders/${id}`, { body, headers })).json().note, 'x')
    const elsewhere = await alice.send('POST', '/orders', { body, headers: type })
    const answer = problemAnswer({
      status: 415,
      code: 'unsupported_media_type',
      detail: 'Send the body as application/json.',
      headers: { 'cache-control': 'no-store' },
    })
    t.strictSame(answerOf(elsewhere), answer)
  })

  await t.test(
    'RFC 5789 section 2.2: of another media type, the answer names those it reads',
    async t => {
      const { id } = await alice.order()
      const type = { 'content-type': 'application/json-patch+json', 'if-match': '"1"' }
      const headers = { ...type, 'x-request-id': requestId }
      const reply = await alice.send('PATCH', `/orders/${id}`, { body: '[]', headers })
      const answer = problemAnswer({
        status: 415,
        code: 'unsupported_media_type',
        detail: 'Send the body as application/json.',
        headers: {
          'accept-patch': 'application/json, application/merge-patch+json',
          'cache-control': 'no-store',
        },
      })
      t.strictSame(answerOf(reply), answer)
    },
  )

  await t.test('names an If-Match that is malformed', async t => {
    const { id } = await alice.order()
    for (const condition of ['1', '', '"1', '"1" "2"']) {
      const reply = await patch(alice, id, { note: 'x' }, condition)
      t.equal(reply.statusCode, 400, condition)
      t.strictSame(reply.json().errors, [
        {
          pointer: '/headers/if-match',
          message: 'must be * or ETags as the API gives them, in double quotes, such as "1"',
        },
      ])
    }
  })

  await t.test('lets the status go its way only', async t => {
    const { id } = await alice.order()
    t.equal((await patch(alice, id, { status: 'shipped' }, '"1"')).json().code, 'conflict')
    t.equal((await patch(alice, id, { status: 'confirmed' }, '"1"')).statusCode, 200)
    t.equal((await patch(alice, id, { status: 'shipped' }, '"2"')).statusCode, 200)
    t.equal((await patch(alice, id, { status: 'cancelled' }, '"3"')).statusCode, 409)
    t.equal((await alice.send('GET', `/orders/${id}`)).json().version, 3)
  })

  await t.test("somebody else's order looks like none", async t => {
    const { id } = await alice.order()
    t.equal((await patch(bob, id, { note: 'x' }, '*')).statusCode, 404)
    t.equal((await alice.send('GET', `/orders/${id}`)).json().version, 1)
  })

  await t.test('names every mistake, and changes nothing', async t => {
    const { id } = await alice.order()
    const rows: [body: unknown, pointers: string[]][] = [
      [{}, ['']],
      [[], ['']],
      [{ status: 'lost' }, ['/status']],
      [{ status: null }, ['/status']],
      [{ note: 5, total: 1 }, ['/note', '/total']],
      [{ note: '\u0000' }, ['/note']],
      [{ note: '\ud800' }, ['/note']],
      [{ note: 'x'.repeat(1001) }, ['/note']],
    ]
    for (const [body, pointers] of rows) {
      const reply = await patch(alice, id, JSON.stringify(body), '"1"')
      t.equal(reply.statusCode, 400)
      const found = reply.json().errors.map(({ pointer }: { pointer: string }) => pointer)
      t.strictSame([...new Set(found)].sort(), pointers)
    }
    t.equal((await alice.send('GET', `/orders/${id}`)).json().version, 1)
  })

  await t.test('of changes to one version at the same time, one is made', async t => {
    const { id } = await alice.order()
    const notes = ['a', 'b', 'c', 'd', 'e']
    const replies = await Promise.all(notes.map(note => patch(alice, id, { note }, '"1"')))
    const codes = replies.map(({ statusCode }) => statusCode).sort()
    t.strictSame(codes, [200, 412, 412, 412, 412])
  })

  await t.test('changes to any version at the same time are all made', async t => {
    const { id } = await alice.order()
    const notes = ['a', 'b', 'c', 'd', 'e']
    const replies = await Promise.all(notes.map(note => patch(alice, id, { note }, '*')))
    const versions = replies.map(reply => reply.json().version).sort()
    t.strictSame(versions, [2, 3, 4, 5, 6])
  })

  await t.test('demands order.write', async t => {
    const { id } = await alice.order()
    const reader = await caller({ scopes: ['order.read'] })
    t.equal((await patch(reader, id, { note: 'x' }, '*')).statusCode, 403)
  })
})

overEachDatabase(t, 'DELETE /orders/{orderId}', async (t, { alice, bob, caller }) => {
  const cancel = (by: Caller, id: string, headers: Record<string, string> = {}) =>
    by.send('DELETE', `/orders/${id}`, { headers })

  await t.test('cancels a pending and a confirmed order', async t => {
    const pending = await alice.order()
    const reply = await cancel(alice, pending.id)
    t.equal(reply.statusCode, 200)
    t.equal(reply.headers.etag, '"2"')
    t.match(reply.json(), { id: pending.id, status: 'cancelled', version: 2 })
    t.strictSame((await alice.send('GET', `/orders/${pending.id}`)).json(), reply.json())

    const confirmed = await alice.order()
    await patch(alice, confirmed.id, { status: 'confirmed' }, '"1"')
    t.match((await cancel(alice, confirmed.id)).json(), { status: 'cancelled', version: 3 })
  })

  await t.test('leaves a cancelled order as it is', async t => {
    const { id } = await alice.order()
    const first = await cancel(alice, id)
    const second = await cancel(alice, id)
    t.equal(second.statusCode, 200)
    t.equal(second.body, first.body)
  })

  await t.test('does not cancel a shipped order', async t => {
    const { id } = await alice.order()
    await patch(alice, id, { status: 'confirmed' }, '"1"')
    await patch(alice, id, { status: 'shipped' }, '"2"')
    const reply = await cancel(alice, id)
    t.equal(reply.statusCode, 409)
    t.equal(reply.json().code, 'conflict')
  })

  await t.test('RFC 9110 section 13.1.1: with If-Match, cancels only that version', async t => {
    const { id } = await alice.order()
    t.equal((await cancel(alice, id, { 'if-match': '"2"' })).statusCode, 412)
    t.equal((await cancel(alice, id, { 'if-match': '"1"' })).statusCode, 200)
    t.equal((await cancel(alice, id, { 'if-match': '"1"' })).statusCode, 412)
  })

  await t.test("somebody else's order looks like none", async t => {
    const { id } = await alice.order()
    t.equal((await cancel(bob, id)).statusCode, 404)
    t.equal((await alice.send('GET', `/orders/${id}`)).json().status, 'pending')
  })

  await t.test('demands order.write', async t => {
    const { id } = await alice.order()
    const reader = await caller({ scopes: ['order.read'] })
    t.equal((await cancel(reader, id)).statusCode, 403)
  })
})
