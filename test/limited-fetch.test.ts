import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { limitedFetch, longestAnswer } from '../src/limited-fetch.ts'

async function listen(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('an answer comes as it is, up to the longest', async t => {
  const url = await listen(t, (request, response) => {
    response.writeHead(418, 'A teapot', { 'x-header': `${request.method}` })
    response.end('x'.repeat(longestAnswer))
  })
  const answer = await limitedFetch(url, { method: 'POST' })
  t.equal(answer.status, 418)
  t.equal(answer.statusText, 'A teapot')
  t.equal(answer.headers.get('x-header'), 'POST')
  t.equal((await answer.text()).length, longestAnswer)
})

t.test('and not with a byte more', async t => {
  const url = await listen(t, (_request, response) => {
    response.end('x'.repeat(longestAnswer + 1))
  })
  const answer = await limitedFetch(url, {})
  await t.rejects(answer.text(), { cause: { message: `more than ${longestAnswer} bytes` } })
})

t.test('one without a body, too', async t => {
  const url = await listen(t, (_request, response) => void response.writeHead(204).end())
  const answer = await limitedFetch(url, {})
  t.equal(answer.status, 204)
  t.equal(await answer.text(), '')
})

t.test('one without an end is given up, and its connection closed', async t => {
  let closed = () => {}
  const isClosed = new Promise<void>(resolve => {
    closed = resolve
  })
  const url = await listen(t, (_request, response) => {
    const write = () => {
      while (!response.destroyed && response.write('x'.repeat(100_000)));
    }
    response.on('drain', write).on('close', closed)
    write()
  })
  const answer = await limitedFetch(url, {})
  const error = await answer.text().catch((error: TypeError) => error)
  t.type(error, TypeError)
  t.match(error, { cause: { message: `more than ${longestAnswer} bytes` } })
  await isClosed
})

t.test('a deadline holds for the body as well', async t => {
  const url = await listen(t, (_request, response) => void response.writeHead(200).write('{'))
  const deadline = new AbortController()
  const answer = await limitedFetch(url, { signal: deadline.signal })
  const text = answer.text()
  deadline.abort(new DOMException('too late', 'TimeoutError'))
  await t.rejects(text, { name: 'TimeoutError' })
})
