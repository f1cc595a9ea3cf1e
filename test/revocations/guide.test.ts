import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import t from 'tap'
import { eachDatabase } from '../support/databases.ts'
import { importCode } from '../support/import-code.ts'
import { codeBlocks } from '../support/markdown.ts'
import { until } from '../support/until.ts'
import { startFleet } from './instances.ts'

const guide = await readFile(new URL('../../docs/revocations.md', import.meta.url), 'utf8')
type CreateDenyList = (load: () => Promise<string[]>) => {
  isRevoked(token: { tokenId: string; claims: object }): boolean
}

const packageName = 'cognito-resource-server'
const blocks = codeBlocks(guide)
const codeIn = (language: string) => blocks.find(block => block.language === language)?.code ?? ''

eachDatabase(t, 'administrators who locked themselves out get in again', async (t, url) => {
  const { pool, start } = await startFleet(t, url)
  const here = await start()
  const there = await start()
  const token = await pool.accessToken()
  const clientId = pool.client('web').id
  const { id } = await here.revoke({ kind: 'client', value: clientId })
  const path = `/admin/revocations/${id}`
  t.equal((await here.send(token, 'DELETE', path)).status, 401)

  const statements = codeIn('sql')
    .replace(/value = '.*'/, `value = '${clientId}'`)
    .split(';')
  await here.database.tables.connection().execute(async connection => {
    for (const statement of statements.filter(text => text.trim() !== '')) {
      await sql.raw(statement).execute(connection)
    }
  })
  for (const instance of [here, there]) {
    await until(async () => (await instance.status(token)) === 200)
  }
  t.equal((await here.send(token, 'GET', path)).status, 404)
})

t.test('the deny list for other services works', async t => {
  const entry = new URL('../../src/cognito/index.ts', import.meta.url).href
  const { createDenyList } = await importCode<{ createDenyList: CreateDenyList }>(
    t,
    codeIn('ts').replace(packageName, entry),
  )
  let loaded = (_ids: string[]) => {}
  const { isRevoked } = createDenyList(
    () =>
      new Promise(resolve => {
        loaded = resolve
      }),
  )
  t.throws(() => isRevoked({ tokenId: 'a', claims: {} }), {
    name: 'RevocationsUnavailableError',
    statusCode: 503,
  })
  loaded(['a', 'b'])
  await new Promise(setImmediate)
  t.equal(isRevoked({ tokenId: 'a', claims: {} }), true)
  t.equal(isRevoked({ tokenId: 'c', claims: { origin_jti: 'b' } }), true)
  t.equal(isRevoked({ tokenId: 'c', claims: { origin_jti: 'd' } }), false)
  t.equal(isRevoked({ tokenId: 'c', claims: {} }), false)
})
