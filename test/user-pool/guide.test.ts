import { readFile } from 'node:fs/promises'
import t from 'tap'
import { readConfigurationFile } from '../../src/user-pool/index.ts'
import { importCode } from '../support/import-code.ts'
import { codeBlocks } from '../support/markdown.ts'
import { createUserPool } from '../support/user-pool.ts'
import { createTestBrowser, departure, page } from './browser.ts'

const guide = await readFile(new URL('../../docs/local-user-pool.md', import.meta.url), 'utf8')
const block = (language: string, part: string) =>
  codeBlocks(guide).find(({ code, ...found }) => found.language === language && code.includes(part))
    ?.code ?? ''

t.test('the user-pool.json of the guide is a pool that people can sign in to', async t => {
  const folder = t.testdir({
    'user-pool.json': block('json', '"clients"'),
    'pre-token-generation.mjs': 'export const handler = async event => event',
  })
  const pool = await createUserPool(await readConfigurationFile({}, folder))
  t.teardown(pool.close)
  const browser = createTestBrowser(pool.origin)
  const query = new URLSearchParams({
    client_id: 'spa',
    response_type: 'code',
    redirect_uri: 'http://localhost:5173/callback',
  })
  const form = page(await browser.open(`/oauth2/authorize?${query}`))
  const carol = { username: 'carol@example.com', password: 'carol-password' }
  t.ok(departure(await browser.submit(form, carol)).searchParams.has('code'))
})

t.test('the test of another project runs', async t => {
  const code = block('ts', "from 'cognito-resource-server/user-pool'")
  const source = new URL('../../src/user-pool/index.ts', import.meta.url).href
  const { token } = await importCode<{ token: string }>(
    t,
    `${code.replace('cognito-resource-server/user-pool', source)}\nexport { token }\n`,
  )
  t.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/)
})
