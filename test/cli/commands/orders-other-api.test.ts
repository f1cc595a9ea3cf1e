import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { longestAnswer } from '../../../src/limited-fetch.ts'
import { newFolder } from '../../support/folder.ts'
import { commandLine } from '../run-cli.ts'

const cwd = newFolder()

/** The command line at an API that answers so. */
async function ordersAt(t: Test, listener: RequestListener) {
  const server = createServer(listener).listen(0, 'localhost')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const apiUrl = `http://localhost:${(server.address() as AddressInfo).port}`
  const run = commandLine(cwd, { PUBLIC_URL: apiUrl, ACCESS_TOKEN: 'a.b.c' })
  return { apiUrl, run: (...argv: string[]) => run('orders', ...argv) }
}

const order = {
  id: 'a',
  status: 'pending',
  currency: 'EUR',
  items: [],
  total: 1,
  note: '\u009b2J',
  createdAt: '',
  updatedAt: '',
}

t.test('what it answers cannot steer the terminal', async t => {
  let answer: object = {}
  const { run } = await ordersAt(t, (_request, response) => response.end(JSON.stringify(answer)))
  answer = { items: [], nextCursor: '\u001b]0;x\u0007' }
  const { code, err } = await run('list')
  t.strictSame({ code, err }, { code: 0, err: 'There are more: --cursor \\u001b]0;x\\u0007\n' })
  answer = order
  const { out } = await run('get', 'a', '--json')
  t.match(out, '"note": "\\u009b2J"')
  t.strictSame(JSON.parse(out), order)
  const items = [{ sku: '\u001b[3J', quantity: '\u001b[4J', unitPrice: '\u001b[5J' }]
  answer = { ...order, currency: '\u001b[2J', total: '\u001b[6J', items }
  const told = await run('get', 'a')
  t.notMatch(told.out, '\u001b')
  for (const figure of [2, 3, 4]) t.match(told.out, `\\u001b[${figure}`)
})

t.test('an answer without an end is given up', async t => {
  const padding = 'x'.repeat(longestAnswer)
  const { apiUrl, run } = await ordersAt(t, (_request, response) => {
    response.end(JSON.stringify({ ...order, padding }))
  })
  t.strictSame(await run('get', 'a'), {
    code: 1,
    out: '',
    err: `The API at ${apiUrl} does not answer (more than ${longestAnswer} bytes): start it with npm start, or correct PUBLIC_URL.\n`,
  })
})

t.test('an answer that breaks off leaves open whether there is an order', async t => {
  const { apiUrl, run } = await ordersAt(t, (_request, response) => {
    response.writeHead(201, { 'content-length': 100 })
    response.write('{"items"', () => response.destroy())
  })
  t.strictSame(await run('create', '--item', 'tea:1:1', '--idempotency-key', 'k-1'), {
    code: 1,
    out: '',
    err: `The API at ${apiUrl} does not answer (UND_ERR_SOCKET): start it with npm start, or correct PUBLIC_URL. To try again: --idempotency-key k-1\n`,
  })
})

t.test('the id of an order leads to no other path of the API', async t => {
  const paths: (string | undefined)[] = []
  const { run } = await ordersAt(t, (request, response) => {
    paths.push(request.url)
    response.end(JSON.stringify(order))
  })
  for (const id of ['.', '..']) {
    for (const action of ['get', 'cancel']) {
      t.strictSame(await run(action, id), {
        code: 2,
        out: '',
        err: 'Say which order, by its id. See --help.\n',
      })
    }
  }
  await run('get', '../sign-out?x#y')
  t.strictSame(paths, ['/orders/..%2Fsign-out%3Fx%23y'])
})
