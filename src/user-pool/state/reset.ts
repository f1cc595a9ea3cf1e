import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { secretsFile } from '../keys/install-secrets.ts'
import { lockFolder } from './folder-lock.ts'
import { stateFile } from './state-file.ts'

/**
 * Forgets everything about the pool of a data folder: users who signed up, keys, ids, secrets.
 *
 * @throws DataFolderError, with nothing forgotten, while the pool runs
 */
export async function resetInstall(dataFolder: string): Promise<void> {
  if (!existsSync(dataFolder)) return
  const release = await lockFolder(dataFolder)
  for (const file of [stateFile(dataFolder), secretsFile(dataFolder)])
    await rm(file, { force: true })
  await release()
}
