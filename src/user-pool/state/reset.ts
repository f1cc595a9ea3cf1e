import { rm } from 'node:fs/promises'
import { secretsFile } from '../install-secrets.ts'
import { stateFile } from './state-file.ts'

/** Forgets everything about the pool of a data folder: users who signed up, keys, ids, secrets. */
export async function resetInstall(dataFolder: string): Promise<void> {
  for (const file of [stateFile(dataFolder), secretsFile(dataFolder)])
    await rm(file, { force: true })
}
