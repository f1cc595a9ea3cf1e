import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigurationError } from './check.ts'
import type { Configuration } from './configuration.ts'
import type { PreTokenGeneration } from './pre-token-generation.ts'

/** What a configuration file says: for `createUserPool` and `openInstall`. */
export interface FileConfiguration extends Partial<Configuration> {
  readonly preTokenGeneration?: PreTokenGeneration | undefined
}

const defaultName = 'user-pool.json'

/**
 * Reads the configuration file of a folder: the one that `USER_POOL_FILE` names, else
 * `user-pool.json` where there is one.
 *
 * @param env the environment; a blank variable counts as unset
 * @param folder what relative paths start from
 * @returns `undefined` where there is none
 * @throws ConfigurationError that names the file and the first things that are wrong with it
 */
export async function readConfigurationFile(
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
): Promise<FileConfiguration | undefined> {
  const named = env.USER_POOL_FILE?.trim() || undefined
  const name = named ?? defaultName
  const file = resolve(folder, name)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && named === undefined) return undefined
    const setting = named === undefined ? name : `USER_POOL_FILE=${name}`
    throw new ConfigurationError(
      `${setting} cannot be read (${error.code}): correct path or rights`,
    )
  })
  return text === undefined ? undefined : parseConfiguration(text, name, file)
}

async function parseConfiguration(
  text: string,
  name: string,
  file: string,
): Promise<FileConfiguration> {
  // The schema is a good part of what the pool loads, and is in use here only.
  const { findMistakes } = await import('./mistakes.ts')
  const value = parse(text, name)
  const mistakes = findMistakes(value)
  if (mistakes.length > 0) throw new ConfigurationError(`${name}: ${mistakes.join('; ')}`)
  const { $schema, preTokenGeneration, ...configuration } = value as Record<string, unknown>
  if (preTokenGeneration === undefined) return configuration
  const path = resolve(dirname(file), String(preTokenGeneration))
  return { ...configuration, preTokenGeneration: await loadHook(path, name) }
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigurationError(`${name} is not JSON: ${(error as Error).message}`)
  }
}

async function loadHook(path: string, name: string): Promise<PreTokenGeneration> {
  try {
    const { handler } = (await import(pathToFileURL(path).href)) as { handler?: unknown }
    if (typeof handler === 'function') return handler as PreTokenGeneration
  } catch (error) {
    const reason = (error as Error).message
    throw new ConfigurationError(`${name}: preTokenGeneration cannot be loaded: ${reason}`)
  }
  throw new ConfigurationError(`${name}: preTokenGeneration exports no function called handler`)
}
