import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { lockFolder } from '../../../src/user-pool/state/folder-lock.ts'
import { openStore } from '../../../src/user-pool/state/store.ts'
import { createUserPool } from '../../support/user-pool.ts'

const users = [{ email: 'alice@example.com', password: 'alice-password' }]
const fileOf = (dataFolder: string) => join(dataFolder, 'user-pool-state.json')

t.test('a pool reads nothing of a folder before it has it, and gives it back', async t => {
  const dataFolder = t.testdir({ 'user-pool-state.json': 'what the other one is writing' })
  const release = await lockFolder(dataFolder)
  await t.rejects(createUserPool({ dataFolder }), {
    name: 'DataFolderError',
    message: /runs already/,
  })
  await release()
  await t.rejects(createUserPool({ dataFolder }), {
    name: 'DataFolderError',
    message: /does not hold the state/,
  })
  await (await lockFolder(dataFolder))()
})

t.test('options that contradict themselves leave no folder behind', async t => {
  const dataFolder = join(t.testdir(), 'new')
  await t.rejects(createUserPool({ dataFolder, users: [...users, ...users] }), {
    name: 'ConfigurationError',
  })
  await t.rejects(readFile(dataFolder), { code: 'ENOENT' })
})

t.test('a pool that is closed writes to its folder no more', async t => {
  const dataFolder = t.testdir()
  const pool = await createUserPool({ dataFolder, users })
  await pool.close()
  await t.rejects(pool.signOutEverywhere('alice@example.com'), {
    message: `The user pool of ${dataFolder} is closed`,
  })
  await t.rejects(readFile(fileOf(dataFolder)), { code: 'ENOENT' })
})

t.test('a store waits for its last write when it is closed', async t => {
  const dataFolder = t.testdir()
  const store = await openStore({ dataFolder, userPoolId: 'x', now: () => 0 })
  const saved = store.save()
  await store.close()
  t.match(await readFile(fileOf(dataFolder), 'utf8'), '"version":1')
  await saved
})

t.test('a last write that fails does not keep the folder', async t => {
  const dataFolder = t.testdir()
  const pool = await createUserPool({ dataFolder, users })
  await mkdir(fileOf(dataFolder))
  await writeFile(join(fileOf(dataFolder), 'file'), '')
  const failing = t.rejects(pool.signOutEverywhere('alice@example.com'), { code: 'EISDIR' })
  await pool.close()
  await failing
  await (await lockFolder(dataFolder))()
})

t.test('a pool in memory has nothing that could be closed', async t => {
  const pool = await createUserPool({ users })
  await pool.close()
  await t.resolves(pool.signOutEverywhere('alice@example.com'))
})
