import { readFileSync } from 'node:fs'
import t from 'tap'
import { html } from '../../src/html/html.ts'
import { catalogue } from '../../src/problem/catalogue.ts'
import { page } from '../../src/service/page.ts'
import { startApi } from '../support/api.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const links = {
  docs: 'https://api.example.com/docs',
  contract: 'https://api.example.com/openapi.yaml',
  problems: 'https://api.example.com/problems',
  tokenInfo: 'https://api.example.com/token-info',
  orders: 'https://api.example.com/orders',
  readiness: 'https://api.example.com/readyz',
  metadata: 'https://api.example.com/.well-known/oauth-protected-resource',
}

t.test('what the service says of itself', async t => {
  const { app, send } = await startApi(t)

  t.test('JSON for programs', async t => {
    for (const accept of [
      undefined,
      '',
      '*/*',
      'application/json',
      'text/plain',
      'text/html;q=0',
      'application/json, text/html;q=0.1',
    ]) {
      const headers = accept === undefined ? {} : { accept }
      const home = await send({ url: '/', headers })
      t.equal(home.headers['content-type'], 'application/json; charset=utf-8')
      t.strictSame(home.json(), { name: 'cognito-resource-server', version, links })
      t.strictSame((await send({ url: '/problems', headers })).json(), catalogue)
    }
  })

  t.test('a page for browsers', async t => {
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    const { headers, body } = await send({ url: '/', headers: { accept } })
    t.equal(headers['content-type'], 'text/html; charset=utf-8')
    t.match(body, /^<!doctype html>\n<html lang="en">/)
    t.match(body, `Version ${version}.`)
    t.match(body, `curl -H "Authorization: Bearer $TOKEN" ${links.tokenInfo}`)
    for (const address of Object.values(links)) t.match(body, `<a href="${address}">`)
  })

  t.test('a page for whoever prefers one, however that is written', async t => {
    for (const accept of ['text/html', 'TEXT/HTML', 'application/json;q=0.5, text/html']) {
      const { headers } = await send({ url: '/problems', headers: { accept } })
      t.equal(headers['content-type'], 'text/html; charset=utf-8', accept)
    }
  })

  t.test('every link leads somewhere', async t => {
    for (const [name, address] of Object.entries(links)) {
      const { statusCode } = await app.inject({ url: new URL(address).pathname })
      const isGuarded = name === 'tokenInfo' || name === 'orders'
      if (name !== 'readiness') t.equal(statusCode, isGuarded ? 401 : 200, name)
      else t.ok([200, 503].includes(statusCode))
    }
  })

  t.test('the type of each problem leads to its place on the page of problems', async t => {
    const { body } = await send({ url: '/problems', headers: { accept: 'text/html' } })
    for (const [code, { status, meaning, remedy }] of Object.entries(catalogue)) {
      t.match(body, `<dt id="${code}"><code>${code}</code> (${status})</dt>`)
      t.match(body, html`<dd>${meaning} ${remedy}</dd>`.text)
    }
  })
})

t.test('behind an address with a path, the links keep it', async t => {
  const { send } = await startApi(t, { publicUrl: 'https://example.com/shop' })
  const home = (await send({ url: '/' })).json()
  t.equal(home.links.orders, 'https://example.com/shop/orders')
  t.equal(
    home.links.metadata,
    'https://example.com/.well-known/oauth-protected-resource/shop',
    'as RFC 9728 section 3.1 has it',
  )
})

t.test('whatever is put into a page is escaped', async t => {
  const evil = `<script>"&'</script>`
  const escaped = '&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;'
  t.equal(html`<p title="${evil}">${evil}</p>`.text, `<p title="${escaped}">${escaped}</p>`)
  t.equal(html`${1}${[html`<b>`, html`</b>`]}${[]}`.text, '1<b></b>')
  const whole = page(evil, html`<p>${evil}</p>`)
  t.match(whole, `<title>${escaped}</title>`)
  t.notMatch(whole, '<script>')
})
