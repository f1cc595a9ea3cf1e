import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DataFolderError } from '../data-folder-error.ts'

/**
 * Keeps other processes from serving the pool of a data folder, because each would overwrite what
 * was stored by the other. What a process leaves that was killed holds up nobody.
 *
 * @returns gives the folder back
 * @throws DataFolderError while a pool of another process has it
 */
export async function lockFolder(dataFolder: string): Promise<() => Promise<void>> {
  const file = join(dataFolder, 'user-pool.pid')
  const release = () => rm(file, { force: true })
  const owner = Number(await readFile(file, 'utf8').catch(() => Number.NaN))
  if (owner !== process.pid && isRunning(owner)) {
    throw new DataFolderError(
      `The local user pool of ${dataFolder} runs already, in process ${owner}: stop that one, start in another folder, or remove ${file} if it is no pool`,
    )
  }
  await release()
  await writeFile(file, `${process.pid}`, { flag: 'wx', mode: 0o600 })
  return release
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
