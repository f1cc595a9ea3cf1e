import { mkdir, open, readlink } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type Libsql from 'libsql'
import type { Engine } from '../driver.ts'
import { migrate } from '../migrate.ts'
import { configure, execute, isBusy, isUnavailable, openFile } from './file.ts'
import { tablesOver } from './tables.ts'

/** How long a starting process waits for others that have the same file locked. */
const startTimeoutMs = 30_000

/**
 * Creates an SQLite file with its folder, or migrates one that is there. What is created is for this
 * user alone; SQLite gives the files beside it the same rights.
 */
export async function prepareFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await createPrivately(path)
  const file = openFile(path, 0)
  try {
    await whenFree(() => file.pragma('journal_mode = WAL'))
    configure(file)
    await whenFree(() => file.exec('begin immediate'))
    await migrateAlone(file)
  } finally {
    file.close()
  }
}

/**
 * What is there already is not even opened: closing it would give up the locks that this process may have
 * on it. What cannot be created is told of by SQLite.
 */
async function createPrivately(path: string): Promise<void> {
  const target = await readlink(path).catch(() => '')
  await open(resolve(dirname(path), target || basename(path)), 'wx', 0o600).then(
    created => created.close(),
    () => {},
  )
}

/** SQLite itself would hold up the event loop, on which the one that it waits for may go on. */
async function whenFree(action: () => void): Promise<void> {
  const deadline = performance.now() + startTimeoutMs
  for (;;) {
    try {
      return action()
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
      await sleep(10)
    }
  }
}

/** Within one transaction around all migrations: of several processes that start, one migrates. */
async function migrateAlone(file: Libsql.Database): Promise<void> {
  try {
    const tables = tablesOver(engineWithin(file))
    await migrate(tables)
    await tables.destroy()
    // With nothing to migrate, a file that may only be read would be found out by the first order.
    file.exec('pragma user_version = 0')
    file.exec('commit')
  } catch (error) {
    // A full disk has ended it already, and is what is to be told.
    if (file.inTransaction) file.exec('rollback')
    throw error
  }
}

/** Statements in the transaction that a file has open, on the event loop: nothing else runs yet. */
function engineWithin(file: Libsql.Database): Engine {
  return {
    begin: 'begin',
    connect: async () => ({
      run: async (sql, parameters) => execute(file, sql, parameters),
      release() {},
    }),
    isUnavailable,
    close: async () => {},
  }
}
