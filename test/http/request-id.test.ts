import t from 'tap'
import { recordLog, startApi } from '../support/api.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

t.test('the id of a request', async t => {
  const { logger, lines } = recordLog('info')
  const api = await startApi(t, { logger })
  const idFor = async (given?: string | string[]) => {
    lines.length = 0
    const headers = given === undefined ? {} : { 'x-request-id': given as string }
    const reply = await api.send({ url: '/nowhere', headers })
    const id = reply.headers['x-request-id']
    t.equal(reply.json().requestId, id, 'in the problem')
    t.strictSame(
      lines.map(line => line.requestId),
      [id],
      'in the log',
    )
    return id
  }

  t.test('is the one of the caller when it is harmless', async t => {
    for (const id of [
      'a',
      '0f1f6b0e-8a5c-4f0a-9b3c-1c2d3e4f5a6b',
      'Root=1-5759e988-bd862e3fe1be46a994272793',
      'urn:x/y+z._1==',
      'x'.repeat(128),
    ]) {
      t.equal(await idFor(id), id)
    }
  })

  t.test('is made where there is none, another each time', async t => {
    const ids = [await idFor(), await idFor()]
    for (const id of ids) t.match(id, uuid)
    t.not(ids[0], ids[1])
  })

  t.test('is made where that of the caller could do harm', async t => {
    const ids = [
      '',
      ' ',
      'two words',
      'x'.repeat(129),
      '<script>',
      '"',
      'a\tb',
      '{}',
      'é',
      ['a', 'b'],
    ]
    for (const id of ids) t.match(await idFor(id), uuid)
  })
})
