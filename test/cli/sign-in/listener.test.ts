import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import t from 'tap'
import { listenForCallback } from '../../../src/cli/sign-in/callback.ts'
import { freePort } from '../../support/free-port.ts'

/** The address of the page holds the code, which nothing on it is to pass on. */
const pageHeaders = {
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-security-policy': /^default-src 'none'/,
}

t.test('who does not know the state ends nothing, and learns nothing', async t => {
  const port = await freePort()
  const listener = await listenForCallback([`http://localhost:${port}/callback`])
  t.teardown(listener.close)
  let arrived: URL | undefined
  const arrival = listener.arrival('the-state').then(({ url, show }) => {
    arrived = url
    return show({ isGood: true, title: 'Done', text: 'Done.' })
  })
  async function send(path: string, method = 'GET', host = `localhost:${port}`) {
    const asked = request({ host: '127.0.0.1', port, method, path, headers: { host } })
    const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage]
    answer.resume()
    t.match(answer.headers, answer.statusCode === 404 ? {} : pageHeaders)
    return answer.statusCode
  }
  t.equal(await send('/callback?code=x'), 400)
  t.equal(await send('/callback?code=x&state='), 400)
  t.equal(await send('/callback?code=x&state=other&state=the-state'), 400)
  t.equal(await send('/callback?code=x&state=other', 'GET', 'other.example'), 400)
  t.equal(await send('/callback?code=x&state=the-state', 'POST'), 404)
  t.equal(await send('http://other.example/callback?code=x&state=the-state'), 404)
  t.equal(await send('//other.example/callback?code=x&state=the-state'), 404)
  t.equal(await send('/callback/../callback?code=x&state=the-state'), 404)
  t.equal(arrived, undefined)
  t.equal(await send('/callback?code=x&state=the-state'), 200)
  await arrival
  t.equal(`${arrived}`, `http://localhost:${port}/callback?code=x&state=the-state`)
})

const { platform } = process

t.test(
  'it is listened on at loopback alone',
  { skip: platform !== 'linux' && 'only Linux has further addresses of loopback: run it there' },
  async t => {
    const port = await freePort()
    const listener = await listenForCallback([`http://localhost:${port}/callback`])
    t.teardown(listener.close)
    const [error] = await once(connect(port, '127.0.0.2'), 'error')
    t.match(error, { code: 'ECONNREFUSED' })
  },
)
