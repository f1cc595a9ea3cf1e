import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { listenLazily } from '../../src/web/listen.ts'
import { startWebClient } from '../../src/web/start.ts'
import { freePort } from '../support/free-port.ts'
import { untilClosed } from '../support/until-closed.ts'
import { createUserPool } from '../support/user-pool.ts'

const host = 'localhost'

function echo() {
  const app = Fastify()
  app.get('/', async ({ url }) => ({ url }))
  app.post('/', async ({ body }) => ({ body }))
  return app
}

t.test('a connection without a request does not hold up its end', async () => {
  const port = await freePort()
  const { close } = await listenLazily({ host, port }, async () => echo())
  const socket = connect(port, host)
  await once(socket, 'connect')
  await Promise.all([close(), untilClosed(socket)])
})

t.test('what answers is built by the first request, and once', async t => {
  const port = await freePort()
  let built = 0
  let closed = false
  const { close } = await listenLazily({ host, port }, async () => {
    built += 1
    const app = echo()
    app.addHook('onClose', async () => {
      closed = true
    })
    await app.ready()
    return app
  })
  t.teardown(close)
  t.equal(built, 0)
  const url = `http://localhost:${port}/`
  const replies = await Promise.all([fetch(`${url}?a=b`), fetch(url)])
  t.strictSame(await replies[0].json(), { url: '/?a=b' })
  t.equal(built, 1)
  const posted = await fetch(url, {
    method: 'POST',
    body: '{"a":1}',
    headers: { 'content-type': 'application/json' },
  })
  t.strictSame(await posted.json(), { body: { a: 1 } })
  t.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200)
  await close()
  t.ok(closed)
})

t.test('an address that cannot be decoded is one that is not there', async t => {
  const port = await freePort()
  const { close } = await listenLazily({ host, port }, async () => {
    const app = echo()
    app.setNotFoundHandler((_request, reply) => reply.code(404).send('a page'))
    await app.ready()
    return app
  })
  t.teardown(close)
  for (const path of ['%zz', '%ff', 'a/%E0%A4?b=%zz']) {
    const reply = await fetch(`http://localhost:${port}/${path}`)
    t.strictSame([reply.status, await reply.text()], [404, 'a page'], path)
  }
  const reply = await fetch(`http://localhost:${port}/?a=%zz`)
  t.strictSame([reply.status, await reply.json()], [200, { url: '/?a=%zz' }])
})

t.test('what cannot be built is tried again', async t => {
  const port = await freePort()
  const apps = [() => Promise.reject(new Error('not yet')), async () => echo().ready()]
  const { close } = await listenLazily({ host, port }, async () => {
    const app = echo()
    await (apps.shift() as () => Promise<unknown>)()
    await app.ready()
    return app
  })
  t.teardown(close)
  t.equal((await fetch(`http://localhost:${port}/`)).status, 500)
  t.equal((await fetch(`http://localhost:${port}/`)).status, 200)
})

t.test('without a visitor nothing is built, nor has to be closed', async t => {
  const unused = () => Promise.reject(new Error('unused'))
  const port = await freePort()
  for (const _ of ['first', 'again, on the port that the first let go']) {
    const { close } = await listenLazily({ host, port }, unused)
    await t.resolves(close())
  }
})

t.test('a port that is taken', async t => {
  const taken = createServer()
  const port = await freePort()
  await new Promise<void>(resolve => taken.listen(port, host, resolve))
  t.teardown(() => void taken.close())
  await t.rejects(
    listenLazily({ host, port }, async () => echo()),
    { code: 'EADDRINUSE' },
  )
})

t.test('the web client as the settings say', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const WEB_PORT = String(await freePort())
  const { url, close } = await startWebClient(loadConfig({ WEB_PORT }), pool)
  t.teardown(close)
  t.equal(url, `http://localhost:${WEB_PORT}`)
  const reply = await fetch(url)
  t.equal(reply.status, 200)
  t.match(await reply.text(), '<title>Sign in to your orders · Orders</title>')
  t.match(reply.headers.get('content-security-policy'), "default-src 'none'")
  const answerTo = async (path: string) => {
    const reply = await fetch(`${url}/${path}`)
    const { date, ...headers } = Object.fromEntries(reply.headers)
    return { status: reply.status, headers, body: await reply.text() }
  }
  const nowhere = await answerTo('nowhere')
  t.equal(nowhere.status, 404)
  t.match(nowhere.headers['content-type'], 'text/html')
  t.strictSame(await answerTo('%zz'), nowhere, 'with the page of an address that is not there')
})
