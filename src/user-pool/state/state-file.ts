import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

const fileName = 'user-pool-state.json'

export function stateFile(dataFolder: string): string {
  return join(dataFolder, fileName)
}

/** @returns what the file holds, or `undefined` where there is none */
export async function readStateFile(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

/**
 * Replaces the file as a whole. A crash at any moment leaves the old one or the new one, because
 * the new one is on the disk before it takes over the name.
 */
export async function writeStateFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
