import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'

async function statusFor(port: string, host: string): Promise<number | undefined> {
  const sent = request({ host: 'localhost', port, path: '/_dev/inbox.json', headers: { host } })
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  return response.statusCode
}

t.test('a name that somebody else has pointed here is not answered (DNS rebinding)', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const { port } = new URL(pool.origin)
  for (const host of [
    'localhost',
    '127.0.0.1',
    '127.1.2.3',
    '[::1]',
    'pool.localhost',
    'LocalHost',
  ]) {
    t.equal(await statusFor(port, `${host}:${port}`), 200, host)
  }
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '[::2]',
    'xlocalhost',
  ]) {
    t.equal(await statusFor(port, `${host}:${port}`), 421, host)
  }
})

t.test('the name that it has been given is its own', async t => {
  const listening = await createUserPool()
  const port = Number(new URL(listening.origin).port)
  await listening.close()
  const pool = await createUserPool({ port, origin: 'https://pool.example' })
  t.teardown(pool.close)
  t.equal(await statusFor(String(port), 'pool.example'), 200)
  t.equal(await statusFor(String(port), 'other.example'), 421)
})
