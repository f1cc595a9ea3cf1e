import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { configFolder } from '../../../src/cli/sign-in/config-folder.ts'
import { tokenStore } from '../../../src/cli/sign-in/store.ts'
import { openInstall } from '../../support/user-pool.ts'

const place = { issuer: 'http://localhost:4100/eu-central-1_AbCdEfGhI', clientId: 'cli' }
const pool = await openInstall({ origin: 'http://localhost:4100' })
const tokens = {
  accessToken: await pool.accessToken(),
  idToken: await pool.idToken(),
  refreshToken: 'refresh',
}

t.test('what is written is read again, for this user pool and app client alone', async t => {
  const env = { XDG_CONFIG_HOME: t.testdir() }
  const store = tokenStore(place, env)
  t.equal(await store.read(), undefined)
  await store.write(tokens)
  t.strictSame(await store.read(), tokens)
  const others = [
    { ...place, clientId: 'web' },
    { ...place, issuer: 'http://localhost:4100/eu-central-1_AbCdEfGhJ' },
  ]
  for (const other of others) t.equal(await tokenStore(other, env).read(), undefined)
  await store.remove()
  t.equal(await store.read(), undefined)
  await store.remove()
})

t.test('writers at the same time leave one whole file', async t => {
  const store = tokenStore(place, { XDG_CONFIG_HOME: t.testdir() })
  const refreshTokens = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(1000))
  await Promise.all(refreshTokens.map(refreshToken => store.write({ ...tokens, refreshToken })))
  t.ok(refreshTokens.includes((await store.read())?.refreshToken ?? ''))
  t.equal(readdirSync(dirname(store.file)).length, 1)
})

t.test('garbage is no sign-in', async t => {
  const store = tokenStore(place, { XDG_CONFIG_HOME: t.testdir() })
  mkdirSync(dirname(store.file))
  const { exp, ...endless } = { exp: 1, sub: 'x' }
  const jwt = (claims: object) =>
    `${Buffer.from('{}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`
  for (const content of [
    '',
    '{',
    'null',
    '[]',
    '{}',
    JSON.stringify({ ...tokens, accessToken: 'a.b.c' }),
    JSON.stringify({ ...tokens, idToken: 5 }),
    JSON.stringify({ ...tokens, idToken: jwt(endless) }),
    JSON.stringify({ ...tokens, refreshToken: undefined }),
  ]) {
    writeFileSync(store.file, content, { mode: 0o600 })
    await t.rejects(store.read(), {
      name: 'CommandError',
      message: `${store.file} holds no tokens: run login, which replaces it.`,
    })
  }
  await store.write(tokens)
  t.strictSame(await store.read(), tokens)
})

t.test('where it cannot be read, written or deleted, one line says so', async t => {
  const folder = t.testdir({ file: '', 'cognito-resource-server': {} })
  const inFile = tokenStore(place, { XDG_CONFIG_HOME: join(folder, 'file') })
  await t.rejects(inFile.read(), {
    message: `${inFile.file} cannot be read (ENOTDIR): see whose it is, or delete it.`,
  })
  await t.rejects(inFile.write(tokens), {
    message: `${inFile.file} cannot be written (ENOTDIR): see whose folder it is, or set XDG_CONFIG_HOME.`,
  })
  const store = tokenStore(place, { XDG_CONFIG_HOME: folder })
  mkdirSync(store.file)
  await t.rejects(store.read(), {
    message: `${store.file} cannot be read (EISDIR): see whose it is, or delete it.`,
  })
  await t.rejects(store.remove(), {
    message: `${store.file} cannot be deleted (ERR_FS_EISDIR): see whose folder it is, or set XDG_CONFIG_HOME.`,
  })
  await t.rejects(store.write(tokens), { message: /cannot be written \(EISDIR\)/ })
  t.equal(readdirSync(dirname(store.file)).length, 1, 'no draft is left')
})

t.test('a file that others could read or write is not taken, and closed again', async t => {
  const store = tokenStore(place, { XDG_CONFIG_HOME: t.testdir() })
  for (const mode of [0o644, 0o620, 0o601]) {
    await store.write(tokens)
    chmodSync(store.file, mode)
    await t.rejects(store.read(), {
      name: 'CommandError',
      message: `${store.file} is not for this user alone: delete it, and run login again.`,
    })
  }
  await store.write(tokens)
  t.equal(statSync(store.file).mode & 0o777, 0o600)
  t.strictSame(await store.read(), tokens)
})

const isRoot = process.getuid?.() === 0
t.test('nor one of somebody else', { skip: !isRoot && 'run it as root' }, async t => {
  const store = tokenStore(place, { XDG_CONFIG_HOME: t.testdir() })
  await store.write(tokens)
  chownSync(store.file, 12_345, 12_345)
  await t.rejects(store.read(), { message: /is not for this user alone/ })
})

t.test('the folder is where programs of this system keep such things', async t => {
  const name = 'cognito-resource-server'
  t.equal(configFolder({ XDG_CONFIG_HOME: '/x', HOME: '/h' }, 'linux'), `/x/${name}`)
  t.equal(configFolder({ XDG_CONFIG_HOME: '', HOME: '/h' }, 'linux'), `/h/.config/${name}`)
  t.equal(configFolder({ HOME: '/h' }, 'darwin'), `/h/Library/Application Support/${name}`)
  t.equal(configFolder({ APPDATA: '/a', HOME: '/h' }, 'win32'), `/a/${name}`)
  t.equal(configFolder({ APPDATA: '/a', HOME: '/h' }, 'linux'), `/h/.config/${name}`)
  t.equal(configFolder({ XDG_CONFIG_HOME: 'x', HOME: '/h' }, 'linux'), `/h/.config/${name}`)
  t.match(configFolder({}), new RegExp(`${name}$`))
})
