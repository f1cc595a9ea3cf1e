import { randomUUID } from 'node:crypto'
import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataFolderError } from '../keys/data-folder-error.ts'

/** Where pools of this process are: its number tells nothing, since a container's is often the same. */
const held = new Set<string>()

/**
 * Keeps others from serving the pool of a data folder, because each would overwrite what
 * was stored by the other. What a process leaves that was killed holds up nobody.
 *
 * @returns gives the folder back
 * @throws DataFolderError while another pool has it
 */
export async function lockFolder(dataFolder: string): Promise<() => Promise<void>> {
  const file = join(dataFolder, 'user-pool.pid')
  const folder = await realpath(dataFolder)
  if (held.has(folder)) throw runsAlready(file, process.pid)
  held.add(folder)
  try {
    while (!(await created(file))) {
      await refuseLiving(file, file)
      await takeAway(file)
    }
  } catch (error) {
    held.delete(folder)
    throw error
  }
  let released: Promise<void> | undefined
  return () => {
    // Once: afterwards, it may be another pool's.
    released ??= giveBack(file).finally(() => held.delete(folder))
    return released
  }
}

async function giveBack(file: string): Promise<void> {
  if ((await ownerOf(file)) === process.pid) await rm(file, { force: true })
}

async function created(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid}`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Takes away what a dead process left. Another one may do the same, and have put its own there since: what
 * is taken away is looked at, and put back if it is of a living one.
 *
 * @throws DataFolderError it was
 */
export async function takeAway(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`
  try {
    await rename(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  try {
    await refuseLiving(aside, file)
  } catch (error) {
    await rename(aside, file)
    throw error
  }
  await rm(aside)
}

async function refuseLiving(found: string, file: string): Promise<void> {
  const owner = await ownerOf(found)
  if (owner === process.pid || !isRunning(owner)) return
  throw runsAlready(file, owner)
}

function runsAlready(file: string, owner: number): DataFolderError {
  return new DataFolderError(
    `The local user pool of ${dirname(file)} runs already, in process ${owner}: stop that one, start in another folder, or remove ${file} if it is no pool`,
  )
}

/** NaN where there is none. */
async function ownerOf(file: string): Promise<number> {
  for (let turn = 0; turn < 5; turn++) {
    const text = await readFile(file, 'utf8').catch(() => 'none')
    if (text !== '') return Number(text)
    // It is being written.
    await sleep(10)
  }
  return Number.NaN
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    // Sends nothing, and finds out whether it could be sent.
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
