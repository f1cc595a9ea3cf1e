import { type Config, ConfigError, type Environment } from '../config/index.ts'
import type { UserPool } from '../user-pool/index.ts'
import { StartError } from './failure.ts'

/** The folder of this install's keys, ids and secrets, and of the embedded database. */
export const dataFolder = 'data'

export interface LocalPoolOptions {
  /** Whether to forget first what the data folder holds of the pool. */
  reset: boolean
  /** Takes a line of the pool's, such as a mailed code. */
  log: (line: string) => void
}

/**
 * Starts the local user pool when no other is configured. Its code is loaded only then.
 *
 * @throws {ConfigError} this is not a place for it, or its configuration is wrong
 * @throws {StartError} its data folder cannot be used
 */
export async function startLocalPool(
  config: Config,
  environment: Environment,
  { reset, log }: LocalPoolOptions,
): Promise<UserPool | undefined> {
  if (config.COGNITO_USER_POOL_ID !== undefined) return undefined
  const { refusalToStart } = await import('../user-pool/server/refusal-to-start.ts')
  const refusal = refusalToStart(environment, config.HOST)
  if (refusal !== undefined) throw new ConfigError([refusal])
  const { hostFor } = await import('../user-pool/configuration/loopback.ts')
  const { ConfigurationError, createUserPool, DataFolderError, resetInstall } = await import(
    '../user-pool/index.ts'
  )
  const { poolConfiguration } = await import('./pool-configuration.ts')
  try {
    const configuration = await poolConfiguration({
      config,
      apiUrl: config.PUBLIC_URL,
      environment,
      folder: process.cwd(),
    })
    if (reset) await resetInstall(dataFolder)
    return await createUserPool({
      ...configuration,
      host: hostFor(config.USER_POOL_URL, config.USER_POOL_PORT),
      port: config.USER_POOL_PORT,
      origin: config.USER_POOL_URL,
      dataFolder,
      log,
    })
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ConfigError([error.message])
    if (error instanceof DataFolderError) throw new StartError(error.message)
    throw error
  }
}
