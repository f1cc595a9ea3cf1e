import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import dotenv from 'dotenv'
import { ConfigError } from './config.ts'

/**
 * What `.env` of a folder says; nothing where there is none. One that is there and says nothing
 * would have the service run beside the local user pool, and accept its tokens.
 *
 * @throws {ConfigError} it cannot be read, or is no text in UTF-8
 */
export function readEnvFile(folder: string): Record<string, string> {
  const path = join(folder, '.env')
  const bytes = read(path)
  if (isUtf8(bytes) && !bytes.includes(0)) return dotenv.parse(bytes)
  throw new ConfigError([`${path} is not text in UTF-8: save it as such`])
}

function read(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return Buffer.alloc(0)
    throw new ConfigError([`${path} cannot be read (${code}): see whose it is, or delete it`])
  }
}
