import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { money } from '../../../src/cli/orders/text.ts'
import { startApi } from '../../support/api.ts'
import { newFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { commandLine, type Terminal } from '../run-cli.ts'
import { logIn, startFolder } from '../sign-in/folder.ts'

const folder = await startFolder(t, newFolder())
const { cwd, pool } = folder
const port = await freePort()
const apiUrl = `http://localhost:${port}`
const env = { ...folder.env, PUBLIC_URL: apiUrl }
const { issuer, jwksUri, clients } = pool

async function listeningApi(t: Test) {
  const { app } = await startApi(t, {
    publicUrl: apiUrl,
    cognito: { issuer, jwksUri, clientId: clients.map(({ id }) => id) },
  })
  await app.listen({ port, host: 'localhost' })
}

const run = (...argv: string[]) => commandLine(cwd, env)('orders', ...argv)
const failed = (err: string) => ({ code: 1, out: '', err })
const misused = (message: string) => ({ code: 2, out: '', err: `${message} See --help.\n` })

async function asJson(argv: readonly string[], terminal: Terminal = {}) {
  const { code, out, err } = await commandLine(cwd, env, terminal)('orders', ...argv, '--json')
  t.strictSame({ code, err }, { code: 0, err: '' })
  return JSON.parse(out)
}

const tea = ['--item', 'tea-green-100:2:799', '--item', 'shop:mug:1:1250']

t.test('nobody is signed in', async t => {
  t.strictSame(await run('list'), failed(`Nobody is signed in at ${issuer}: run login first.\n`))
})

t.test('from the first order to its end', async t => {
  await listeningApi(t)
  await logIn(folder)
  t.strictSame(await run('list'), { code: 0, out: 'id  status  total  what  created\n', err: '' })

  const created = await run('create', ...tea, '--note', 'Ring\nme')
  t.strictSame({ code: created.code, err: created.err }, { code: 0, err: '' })
  const [, id = ''] = /^Order +(\S+)$/m.exec(created.out) ?? []
  const { createdAt, updatedAt, ...order } = await asJson(['get', id])
  t.strictSame(order, {
    id,
    status: 'pending',
    currency: 'EUR',
    items: [
      { sku: 'tea-green-100', quantity: 2, unitPrice: 799 },
      { sku: 'shop:mug', quantity: 1, unitPrice: 1250 },
    ],
    total: 2848,
    note: 'Ring\nme',
    customer: pool.user('alice@example.com').sub,
    createdBy: pool.client('cli').id,
    version: 1,
  })
  const text = [
    `Order    ${id}`,
    'Status   pending',
    `Created  ${createdAt}`,
    `Changed  ${updatedAt}`,
    'Note     Ring\\u000ame',
    '  2 x  tea-green-100  7.99 EUR',
    '  1 x  shop:mug       12.50 EUR',
    'Total    28.48 EUR',
    '',
  ].join('\n')
  t.equal(created.out, text)
  t.equal((await run('get', id)).out, text)

  const yen = await asJson(['create', '--item', 'sake:1:1200', '--currency=JPY'])
  t.equal(
    (await run('list')).out,
    [
      'id                                    status   total      what     created',
      `${yen.id}  pending  1200 JPY   1 item   ${yen.createdAt}`,
      `${id}  pending  28.48 EUR  2 items  ${createdAt}`,
      '',
    ].join('\n'),
  )
  t.notMatch((await run('get', yen.id)).out, 'Note')
  t.match((await run('cancel', id)).out, 'Status   cancelled\n')
  t.match(await asJson(['cancel', yen.id]), { id: yen.id, status: 'cancelled', version: 2 })
})

t.test('lists go on where the one before ended', async t => {
  await listeningApi(t)
  const ids: string[] = []
  for (const _ of [1, 2, 3]) ids.unshift((await asJson(['create', ...tea])).id)
  const first = await run('list', '--limit', '2')
  const [, cursor = ''] = /^There are more: --cursor (\S+)\n$/.exec(first.err) ?? []
  t.equal(first.out.split('\n').length, 4)
  const second = await asJson(['list', '--limit=2', '--cursor', cursor])
  t.strictSame(
    second.items.map(({ id }: { id: string }) => id),
    ids.slice(2),
  )
})

t.test('an order from a file or a pipe', async t => {
  await listeningApi(t)
  const order = { currency: 'USD', items: [{ sku: 'a', quantity: 1, unitPrice: 5 }], note: 'x' }
  writeFileSync(join(cwd, 'order.json'), JSON.stringify(order))
  t.match(await asJson(['create', '--file', 'order.json']), order)
  const input = async function* () {
    yield JSON.stringify(order)
  }
  t.match(await asJson(['create', '--file', '-'], { input: input() }), order)
  t.strictSame(await run('create', '--file', '-'), failed('What is on stdin is not JSON.\n'))
  writeFileSync(join(cwd, 'order.txt'), 'tea')
  t.strictSame(await run('create', '--file', 'order.txt'), failed('order.txt is not JSON.\n'))
  t.strictSame(await run('create', '--file', 'none'), failed('none cannot be read (ENOENT).\n'))
})

t.test('the same key places one order', async t => {
  await listeningApi(t)
  const create = ['create', ...tea, '--idempotency-key', 'monday']
  const { id } = await asJson(create)
  t.equal((await asJson(create)).id, id)
  t.equal((await asJson(['list'])).items.length, 1)
})

t.test('a sign-in without the scope is made anew', async t => {
  await listeningApi(t)
  await logIn(folder, '--scope', 'order.read')
  t.strictSame(
    await run('create', ...tea),
    failed(
      'The access token lacks a scope this operation requires. Sign in with it: npx cognito-resource-server login --scope order.read,order.write (insufficient_scope)\n',
    ),
  )
  await logIn(folder)
})

t.test('ACCESS_TOKEN is used where it is set', async t => {
  await listeningApi(t)
  const token = await pool.accessToken({ user: 'bob@example.com', scopes: ['order.read'] })
  const bob = commandLine(cwd, { ...env, ACCESS_TOKEN: ` ${token} ` })
  t.equal((await bob('orders', 'list')).code, 0)
  t.strictSame(
    await bob('orders', 'create', ...tea),
    failed('The access token lacks a scope this operation requires. (insufficient_scope)\n'),
  )
  t.strictSame(
    await commandLine(cwd, { ...env, ACCESS_TOKEN: 'a b' })('orders', 'list'),
    failed('ACCESS_TOKEN is no token: set it, or unset it.\n'),
  )
  t.match(await commandLine(cwd, { ...env, ACCESS_TOKEN: 'a.b.c' })('orders', 'list'), {
    code: 1,
    out: '',
    err: /^.* \(invalid_token\)\n$/,
  })
})

t.test('problems are one line each', async t => {
  await listeningApi(t)
  const unknown = '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'
  t.strictSame(await run('get', unknown), failed('You have no order with this id. (not_found)\n'))
  t.match(await run('get', '../admin/orders'), { code: 1, err: /^[^\n]+ \(\w+\)\n$/ })
  const { code, err } = await run('create', '--item', 'a:0:1', '--currency', 'euro')
  t.equal(code, 1)
  t.match(
    err,
    /^The request does not fit the contract\. \/currency [^\n]+\. \/items\/0\/quantity [^\n]+\. \(validation_failed\)\n$/,
  )
  t.match(await run('list', '--limit', '0'), { code: 1, err: /\/query\/limit must be >= 1\. / })
})

t.test('hints of an API beside its own user pool', async t => {
  const { app } = await startApi(t, {
    publicUrl: apiUrl,
    hints: true,
    cognito: { issuer, jwksUri, clientId: clients.map(({ id }) => id) },
  })
  await app.listen({ port, host: 'localhost' })
  const idToken = commandLine(cwd, { ...env, ACCESS_TOKEN: await pool.idToken() })
  t.match((await idToken('orders', 'list')).err, /ID token.* \(invalid_token\)\n$/)
})

t.test('the API does not run, or is another', async t => {
  const line = `The API at ${apiUrl} does not answer (ECONNREFUSED): start it with npm start, or correct PUBLIC_URL.`
  t.strictSame(await run('list'), failed(`${line}\n`))
  t.strictSame(
    await run('create', ...tea, '--idempotency-key', 'k'),
    failed(`${line} To try again: --idempotency-key k\n`),
  )
  t.match((await run('create', ...tea)).err, /--idempotency-key [\da-f-]{36}\n$/)
  for (const [status, body] of [
    [200, '<!doctype html>'],
    [200, '{}'],
    [404, 'null'],
    [502, '{"detail":5}'],
  ] as const) {
    const server = createServer((_request, response) => response.writeHead(status).end(body))
    await once(server.listen(0, 'localhost'), 'listening')
    const url = `http://localhost:${(server.address() as AddressInfo).port}`
    const other = commandLine(cwd, { ...env, PUBLIC_URL: url })
    t.strictSame(
      await other('orders', 'list'),
      failed(`${url} answers ${status}, but not as this API: correct PUBLIC_URL.\n`),
    )
    server.close()
  }
})

t.test('amounts have the digits of their currency', async t => {
  t.equal(money(5, 'EUR'), '0.05 EUR')
  t.equal(money(0, 'EUR'), '0.00 EUR')
  t.equal(money(Number.MAX_SAFE_INTEGER, 'EUR'), '90071992547409.91 EUR')
  t.equal(money(12_345, 'JPY'), '12345 JPY')
  t.equal(money(12_345, 'KWD'), '12.345 KWD')
  t.equal(money(12_345, 'HUF'), '123.45 HUF')
  t.equal(money(12_345, 'CLF'), '1.2345 CLF')
})

t.test('what cannot be meant is a wrong command line', async t => {
  const item = (text: string) =>
    `--item ${text} is not <sku>:<quantity>:<price>, with the price of one in cents, as in tea-green-100:2:799.`
  for (const [args, message] of [
    [[], 'Say what to do with orders: create, list, get, cancel.'],
    [['crate'], 'Say what to do with orders: create, list, get, cancel. Did you mean create?'],
    [['toString'], 'Say what to do with orders: create, list, get, cancel.'],
    [['get'], 'Say which order, by its id.'],
    [['cancel', 'a', 'b'], 'Unexpected argument b.'],
    [['list', 'a'], 'Unexpected argument a.'],
    [['list', '--item', 'a:1:1'], 'Unknown option --item.'],
    [['create'], 'Say what to order, as in --item tea-green-100:2:799, or give a --file.'],
    [['create', '--item', 'tea'], item('tea')],
    [['create', '--item', 'tea:1'], item('tea:1')],
    [['create', '--item', 'tea:1:0.5'], item('tea:1:0.5')],
    [['create', '--file', 'a', '--note', 'b'], '--file and --note do not go together.'],
    [
      ['create', ...tea, '--idempotency-key', 'a b'],
      '--idempotency-key has characters that no key has.',
    ],
  ] as const) {
    t.strictSame(await run(...args), misused(message))
  }
})
