import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { secretsFile } from '../keys/install-secrets.ts'
import { lockFolder } from './folder-lock.ts'
import { stateFile } from './state-file.ts'

/** What was being written when a process was killed, which may hold the same secrets. */
const draft = /^(\.user-pool\.json|user-pool-state\.json)\.[0-9a-f-]{36}$/

/**
 * Forgets everything about the pool of a data folder: users who signed up, keys, ids, secrets.
 *
 * @throws DataFolderError, with nothing forgotten, while the pool runs
 */
export async function resetInstall(dataFolder: string): Promise<void> {
  if (!existsSync(dataFolder)) return
  const release = await lockFolder(dataFolder)
  await forget(dataFolder).finally(release)
}

async function forget(dataFolder: string): Promise<void> {
  for (const file of [stateFile(dataFolder), secretsFile(dataFolder)])
    await rm(file, { force: true })
  for (const name of await readdir(dataFolder))
    if (draft.test(name)) await rm(join(dataFolder, name), { force: true })
}
