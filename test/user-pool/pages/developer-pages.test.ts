import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, page, textOf } from '../browser.ts'
import { requestPath, signIn, testClock } from '../oauth/relying-party.ts'

const clock = testClock()
const pool = await createUserPool({ clock: clock.read })
t.teardown(pool.close)

async function mail(username: string) {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, {}, '/forgotPassword')))
  await browser.submit(form, { username })
}

t.test('the address of the pool shows what there is, and where to sign in', async t => {
  const browser = createTestBrowser(pool.origin)
  const home = page(await browser.open('/'))
  t.equal(home.status, 200)
  const text = textOf(home)
  for (const part of [pool.userPoolId, pool.issuer]) t.match(text, part)
  for (const { name, id } of pool.clients) t.match(text, `${name} ${id}`)
  for (const { secret } of pool.clients.filter(client => client.secret !== undefined)) {
    t.notMatch(home.html, secret)
  }
  for (const uri of [pool.openidConfigurationUri, pool.jwksUri]) {
    t.match(home.html, `href="${uri}"`)
    t.equal((await fetch(uri)).status, 200)
  }
  const links = [...home.html.matchAll(/href="(\/login[^"]*)"/g)].map(([, link = '']) => link)
  t.equal(links.length, 4)
  for (const link of links) {
    t.match(textOf(page(await browser.open(link.replaceAll('&amp;', '&')))), 'asks you to sign in')
  }
})

t.test('a client without callbacks, or without the flow, has no link', async t => {
  const own = await createUserPool({
    clients: [
      { name: 'bare', flows: ['code'] },
      { name: 'implicit', flows: ['implicit'], callbackUrls: ['http://localhost/'] },
    ],
  })
  t.teardown(own.close)
  t.notMatch(page(await createTestBrowser(own.origin).open('/')).html, '/login')
})

t.test('the inbox shows mails to users, the newest first, and as JSON', async t => {
  const browser = createTestBrowser(pool.origin)
  t.match(textOf(page(await browser.open('/_dev/inbox'))), 'No mail since the pool was started.')
  await mail('alice@example.com')
  clock.forward(60)
  await mail('bob@example.com')
  const inbox = page(await browser.open('/_dev/inbox'))
  const text = textOf(inbox)
  const [newest, oldest] = pool.inbox
  t.equal(newest?.to, 'bob@example.com')
  t.ok(text.indexOf(newest?.code ?? '-') < text.lastIndexOf(oldest?.code ?? '-'))
  t.match(inbox.html, '<time datetime="2027-01-15T08:01:00.000Z">')
  t.match(text, 'Fri, 15 Jan 2027 08:01:00 GMT')
  const response = await fetch(`${pool.origin}/_dev/inbox.json`)
  t.strictSame(await response.json(), pool.inbox)
  t.equal(response.headers.get('cache-control'), 'no-store')
  t.equal(response.headers.get('access-control-allow-origin'), null)
})

t.test('it holds the last 50', async t => {
  for (let time = 0; time < 50; time += 1) {
    clock.forward(3600)
    await mail('alice@example.com')
  }
  t.equal(pool.inbox.length, 50)
  t.strictSame([...new Set(pool.inbox.map(({ to }) => to))], ['alice@example.com'])
})

t.test('the session page shows who is signed in in this browser, and signs out', async t => {
  const browser = createTestBrowser(pool.origin)
  t.match(textOf(page(await browser.open('/_dev/session'))), 'Nobody is signed in')
  await signIn(pool, {}, { browser })
  const session = page(await browser.open('/_dev/session'))
  t.match(textOf(session), 'alice@example.com')
  const since = new Date(clock.read()).toISOString()
  const until = new Date(clock.read() + 3_600_000).toISOString()
  t.match(session.html, since)
  t.match(session.html, until)
  const out = page(await browser.submit(session, {}))
  t.equal(out.status, 200)
  t.match(textOf(out), 'Signed out')
  t.match(textOf(page(await browser.open('/_dev/session'))), 'Nobody is signed in')
})
