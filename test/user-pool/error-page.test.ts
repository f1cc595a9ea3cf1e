import t from 'tap'
import { createUserPool } from '../../src/user-pool/index.ts'
import { createTestBrowser, page, textOf } from './browser.ts'
import { callback, requestPath } from './relying-party.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const web = pool.client('web')
const browser = createTestBrowser(pool.origin)
const shown = async (path: string) => {
  const answer = page(await browser.open(path))
  t.equal(answer.status, 400)
  return { html: answer.html, text: textOf(answer) }
}

t.test('redirect_mismatch: requested and registered address, the difference marked', async t => {
  const { html, text } = await shown(requestPath(pool, { redirect_uri: `${callback}/` }))
  t.match(text, 'redirect_mismatch')
  t.match(text, 'The redirect_uri is not among the callback URLs of the app client.')
  t.match(text, web.name)
  t.match(text, web.id)
  t.match(html, `${callback}<mark>/</mark>`)
  t.ok(text.indexOf(`${callback}/`) < text.lastIndexOf(callback))
  t.match(text, 'letter by letter')
})

t.test('of several registered addresses the nearest comes first', async t => {
  const cli = pool.client('cli')
  const { text } = await shown(
    requestPath(pool, { client_id: cli.id, redirect_uri: 'http://localhost:8977/callbak' }),
  )
  const positions = [8977, 8976].map(port => text.lastIndexOf(`http://localhost:${port}/callback`))
  t.ok(Number(positions[0]) > 0 && Number(positions[0]) < Number(positions[1]))
})

t.test('an address as long as a request may be does not take long', async t => {
  const { text } = await shown(requestPath(pool, { redirect_uri: `http://${'x'.repeat(8000)}` }))
  t.match(text, callback)
})

t.test('a client without registered addresses', async t => {
  const { text } = await shown(
    `/error?error=logout_mismatch&client_id=${pool.client('cli').id}&logout_uri=x`,
  )
  t.match(text, 'none')
})

t.test('logout_mismatch, with the words of Cognito', async t => {
  const logoutUri = `${callback}/logout/`
  const { html, text } = await shown(`/logout?client_id=${web.id}&logout_uri=${logoutUri}`)
  t.match(text, "Required String parameter 'redirect_uri' is not present")
  t.match(html, `${callback}/logout<mark>/</mark>`)
})

t.test('invalid_scope: the scope that is wrong, and the nearest one', async t => {
  const { text } = await shown(
    `/error?error=invalid_scope&client_id=${web.id}&scope=openid+orders/order.raed`,
  )
  t.match(text, 'orders/order.raed')
  t.notMatch(text, 'Requested scope openid')
  t.ok(text.indexOf('orders/order.read') < text.indexOf('orders/revocation.write'))
  const withoutOpenid = await shown(`/error?error=invalid_scope&client_id=${web.id}&scope=email`)
  t.match(withoutOpenid.text, 'need openid beside them')
})

t.test('what is missing, or of nobody', async t => {
  for (const [path, code, message] of [
    ['/login', 'missing_client_id', "Required String parameter 'client_id' is not present"],
    [
      `/login?client_id=${web.id}`,
      'missing_redirect_uri',
      "Required String parameter 'redirect_uri' is not present",
    ],
    ['/login?client_id=x', 'unknown_client', 'The app client does not exist in this pool.'],
    ['/error?error=form_expired', 'form_expired', 'This form is too old'],
    ['/error?error=whatever', 'unknown', 'Something went wrong.'],
    ['/error?error=__proto__', 'unknown', 'Something went wrong.'],
    ['/error', 'unknown', 'Something went wrong.'],
  ] as const) {
    const { text } = await shown(path)
    t.match(text, message)
    t.match(text, code)
  }
})

t.test('without what is to be compared there is nothing compared', async t => {
  t.match((await shown(`/error?error=redirect_mismatch&client_id=${web.id}`)).text, callback)
  t.notMatch((await shown('/error?error=redirect_mismatch&redirect_uri=x')).text, callback)
})
