import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { resetInstall } from '../../../src/user-pool/index.ts'
import { lockFolder, takeAway } from '../../../src/user-pool/state/folder-lock.ts'
import { until } from '../../support/until.ts'
import { createUserPool } from '../../support/user-pool.ts'

t.test('one process serves a folder, and nobody resets it meanwhile', async t => {
  const dataFolder = t.testdir()
  const file = join(dataFolder, 'user-pool.pid')
  const first = await createUserPool({ dataFolder })
  t.equal(await readFile(file, 'utf8'), `${process.pid}`)
  await first.close()
  const kept = (await readdir(dataFolder)).sort()
  t.notOk(kept.includes('user-pool.pid'))

  // The parent of this process runs, and that of all processes may not be signalled by everybody.
  for (const pid of [process.ppid, 1]) {
    await writeFile(file, `${pid}`)
    const error = {
      name: 'DataFolderError',
      message: `The local user pool of ${dataFolder} runs already, in process ${pid}: stop that one, start in another folder, or remove ${file} if it is no pool`,
    }
    await t.rejects(createUserPool({ dataFolder }), error)
    await t.rejects(resetInstall(dataFolder), error)
    t.strictSame((await readdir(dataFolder)).sort(), [...kept, 'user-pool.pid'].sort())
  }

  // No system has so many processes.
  for (const left of ['2147483646', 'nonsense', '', '0', '-1']) {
    await writeFile(file, left)
    const next = await createUserPool({ dataFolder })
    t.equal(next.userPoolId, first.userPoolId)
    const other = join(dataFolder, 'other')
    const port = Number(new URL(next.origin).port)
    await t.rejects(createUserPool({ dataFolder: other, port }), { code: 'EADDRINUSE' })
    t.notOk((await readdir(other)).includes('user-pool.pid'))
    await next.close()
  }
})

/** Takes what it can get of some folders, all at their times, and says what; then it stays. */
const program = `import { lockFolder } from ${JSON.stringify(new URL('../../../src/user-pool/state/folder-lock.ts', import.meta.url))}
  const [begin, ...folders] = process.argv.slice(1)
  for (const [index, folder] of folders.entries()) {
    while (Date.now() < Number(begin) + 10 * index) await new Promise(setImmediate)
    await lockFolder(folder).then(() => console.log(folder), () => {})
  }
  console.log('done')
  process.stdin.resume()`

async function race(t: Test, args: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, '--', ...args])
  t.teardown(() => child.kill())
  let text = ''
  child.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk
  })
  await until(() => text.endsWith('done\n'))
  return text.split('\n').slice(0, -2)
}

t.test('of several processes that find what a dead one left, one gets the folder', async t => {
  const root = t.testdir()
  const folders = Array.from({ length: 60 }, (_, index) => join(root, String(index)))
  for (const folder of folders) {
    await mkdir(folder)
    await writeFile(join(folder, 'user-pool.pid'), '2147483646')
  }
  const args = [String(Date.now() + 1000), ...folders]
  const winners = (await Promise.all([race(t, args), race(t, args)])).flat()
  t.strictSame(winners.sort(), folders.toSorted())
})

t.test('what a living process has put there meanwhile is put back', async t => {
  const file = join(t.testdir(), 'user-pool.pid')
  await takeAway(file)
  await writeFile(file, String(process.ppid))
  await t.rejects(takeAway(file), { name: 'DataFolderError' })
  t.strictSame(await readdir(dirname(file)), ['user-pool.pid'])
})

t.test('a lock that cannot be taken away is an error of the file system', async t => {
  const dataFolder = t.testdir()
  const file = join(dataFolder, 'nowhere'.repeat(40))
  await t.rejects(takeAway(file), { code: 'ENAMETOOLONG' })
  await t.rejects(lockFolder(join(dataFolder, 'nowhere')), { code: 'ENOENT' })
  await writeFile(join(dataFolder, 'file'), '')
  await t.rejects(lockFolder(join(dataFolder, 'file')), { code: 'ENOTDIR' })
})

t.test('only who has the folder gives it back', async t => {
  const dataFolder = t.testdir()
  const release = await lockFolder(dataFolder)
  await writeFile(join(dataFolder, 'user-pool.pid'), String(process.ppid))
  await release()
  t.strictSame(await readdir(dataFolder), ['user-pool.pid'])
})

t.test('two pools of one process do not share a folder either', async t => {
  const dataFolder = t.testdir()
  const first = await createUserPool({ dataFolder })
  const spelledOtherwise = `${dataFolder}/../${basename(dataFolder)}`
  await t.rejects(createUserPool({ dataFolder: spelledOtherwise }), {
    name: 'DataFolderError',
    message: `The local user pool of ${dataFolder} runs already, in process ${process.pid}: stop that one, start in another folder, or remove ${join(dataFolder, 'user-pool.pid')} if it is no pool`,
  })
  await t.rejects(resetInstall(dataFolder), { name: 'DataFolderError' })
  await first.close()
  const next = await createUserPool({ dataFolder })
  await first.close()
  await t.rejects(createUserPool({ dataFolder }), { name: 'DataFolderError' }, 'closed twice')
  await next.close()
  const both = await Promise.allSettled([lockFolder(dataFolder), lockFolder(dataFolder)])
  t.strictSame(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  for (const outcome of both) if (outcome.status === 'fulfilled') await outcome.value()
})

t.test('a reset that fails gives the folder back', async t => {
  const dataFolder = t.testdir({ 'user-pool-state.json': {} })
  await t.rejects(resetInstall(dataFolder), { code: 'ERR_FS_EISDIR' })
  const release = await lockFolder(dataFolder)
  await release()
})

t.test('a reset takes away what a killed process was writing, and nothing else', async t => {
  const id = randomUUID()
  const drafts = ['.user-pool.json', 'user-pool-state.json']
  const others = [`orders.db.${id}`, 'user-pool-state.json.backup', 'user-pool.txt']
  const left = Object.fromEntries(
    [...drafts.map(name => `${name}.${id}`), ...others].map(name => [name, '']),
  )
  const dataFolder = t.testdir(left)
  await resetInstall(dataFolder)
  t.strictSame((await readdir(dataFolder)).sort(), others.sort())
})
