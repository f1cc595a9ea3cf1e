import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import t from 'tap'
import { defaultConfiguration } from '../../src/user-pool/index.ts'
import { createUserPool, openInstall } from '../support/user-pool.ts'

const origin = 'http://localhost:4100'

t.test('a data folder keeps ids, secrets and keys', async t => {
  const dataFolder = join(t.testdir(), 'made', 'here')
  const first = await openInstall({ dataFolder, origin })
  const second = await openInstall({ dataFolder, origin })
  t.strictSame(second.describe(), first.describe())
  t.strictSame(second.keySet, first.keySet)
  const elsewhere = await openInstall({ dataFolder: join(t.testdir(), 'other'), origin })
  for (const [mine, other] of [
    [first.userPoolId, elsewhere.userPoolId],
    [first.user('alice@example.com').sub, elsewhere.user('alice@example.com').sub],
    [first.client('web').id, elsewhere.client('web').id],
    [first.client('machine').secret, elsewhere.client('machine').secret],
    [first.keySet.keys[0]?.kid, elsewhere.keySet.keys[0]?.kid],
  ]) {
    t.not(mine, other)
  }
})

t.test('folder and file are for their owner alone, and nothing else is left there', async t => {
  const dataFolder = join(t.testdir(), 'data')
  await openInstall({ dataFolder, origin })
  t.equal((await stat(dataFolder)).mode & 0o777, 0o700)
  t.equal((await stat(join(dataFolder, 'user-pool.json'))).mode & 0o777, 0o600)
  t.strictSame(await readdir(dataFolder), ['user-pool.json'])
})

t.test('of many that start at once all are the same pool', async t => {
  const dataFolder = join(t.testdir(), 'data')
  const starts = Array.from({ length: 3 }, () => openInstall({ dataFolder, origin }))
  const installs = await Promise.all(starts)
  t.equal(new Set(installs.map(({ userPoolId }) => userPoolId)).size, 1)
  t.equal(new Set(installs.map(({ keySet }) => JSON.stringify(keySet))).size, 1)
  t.strictSame(await readdir(dataFolder), ['user-pool.json'])
})

t.test('what is signed without listening is good at the pool that listens', async t => {
  const dataFolder = t.testdir()
  const pool = await createUserPool({ dataFolder })
  t.teardown(pool.close)
  const install = await openInstall({ dataFolder, origin: pool.origin })
  t.equal(install.issuer, pool.issuer)
  const keys = createRemoteJWKSet(new URL(pool.jwksUri))
  for (const token of [
    await install.accessToken(),
    await install.idToken(),
    await install.machineToken(),
  ]) {
    t.match(await jwtVerify(token, keys, { issuer: pool.issuer }), { payload: { sub: /./ } })
  }
})

t.test('a user or client that comes later changes nothing about the others', async t => {
  const dataFolder = t.testdir()
  const before = await openInstall({ dataFolder, origin })
  const after = await openInstall({
    dataFolder,
    origin,
    users: [
      { email: 'carol@example.com', password: 'carol-password' },
      ...defaultConfiguration().users,
    ],
    clients: [
      { name: 'phone', flows: ['code'] },
      { name: 'web', flows: ['code'] },
    ],
  })
  t.equal(after.client('web').id, before.client('web').id)
  t.equal(after.user('bob@example.com').sub, before.user('bob@example.com').sub)
  t.match(after.user('carol@example.com').sub, /^[0-9a-f-]{36}$/)
  t.match(after.client('phone').id, /^[a-z0-9]{26}$/)
})

t.test('a file that holds no pool is named, not overwritten', async t => {
  for (const text of ['', '{', 'null', '[]', '{"seed":"a","accessKey":"b"}', '{"seed":1}']) {
    const dataFolder = t.testdir({ 'user-pool.json': text })
    const file = join(dataFolder, 'user-pool.json')
    await t.rejects(openInstall({ dataFolder, origin }), {
      message: `${file} does not hold a local user pool: delete it to have a new one made`,
    })
    t.equal(await readFile(file, 'utf8'), text)
  }
})

t.test('keys that are none, or one key twice, are no pool either', async t => {
  const dataFolder = t.testdir()
  const file = join(dataFolder, 'user-pool.json')
  await openInstall({ dataFolder, origin })
  const good = JSON.parse(await readFile(file, 'utf8'))
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  for (const idKey of [
    good.idKey.slice(0, 200),
    good.accessKey,
    elliptic.export({ type: 'pkcs8', format: 'pem' }),
  ]) {
    await writeFile(file, JSON.stringify({ ...good, idKey }))
    await t.rejects(openInstall({ dataFolder, origin }), {
      name: 'DataFolderError',
      message: `${file} does not hold a local user pool: delete it to have a new one made`,
    })
  }
})

t.test('a folder that cannot be used is an error of the file system', async t => {
  const dataFolder = t.testdir({ data: 'a file' })
  await t.rejects(openInstall({ dataFolder: join(dataFolder, 'data'), origin }), {
    code: 'ENOTDIR',
  })
  await mkdir(join(dataFolder, 'x', 'user-pool.json'), { recursive: true })
  await t.rejects(openInstall({ dataFolder: join(dataFolder, 'x'), origin }), { code: 'EISDIR' })
})

t.test('a file that can be neither read nor made is an error', async t => {
  const dataFolder = t.testdir()
  await symlink('nowhere', join(dataFolder, 'user-pool.json'))
  await t.rejects(openInstall({ dataFolder, origin }), { code: 'EEXIST' })
  t.strictSame(await readdir(dataFolder), ['user-pool.json'])
})

t.test('without a folder nothing is written, and each is another pool', async t => {
  const [one, two] = await Promise.all([openInstall({ origin }), openInstall({ origin })])
  t.not(one.userPoolId, two.userPoolId)
})

t.test('the origin has to be one', async t => {
  await t.rejects(openInstall({ origin: 'localhost' }), { name: 'TypeError' })
})
