import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { secretsFile } from '../install-secrets.ts'
import { stateFile } from './state-file.ts'

/**
 * Forgets everything about the pool of a data folder: users who signed up, keys, ids, secrets.
 *
 * @param port of localhost where the pool is to listen next; default: any
 * @throws EADDRINUSE, with nothing forgotten, while something listens there: it may be this very pool
 */
export async function resetInstall(dataFolder: string, port = 0): Promise<void> {
  await listenOnce(port)
  for (const file of [stateFile(dataFolder), secretsFile(dataFolder)])
    await rm(file, { force: true })
}

async function listenOnce(port: number): Promise<void> {
  const server = createServer().listen(port, 'localhost')
  await once(server, 'listening')
  server.close()
  await once(server, 'close')
}
