import { type Config, ConfigError, type Environment } from '../config/index.ts'
import type { UserPool } from '../user-pool/index.ts'

/** The folder of this install's keys, ids and secrets, and of the embedded database. */
export const dataFolder = 'data'

/**
 * Starts the local user pool when no other is configured. Its code is loaded only then.
 *
 * @throws {ConfigError} this is not a place for it
 */
export async function startLocalPool(
  config: Config,
  environment: Environment,
): Promise<UserPool | undefined> {
  if (config.COGNITO_USER_POOL_ID !== undefined) return undefined
  const { refusalToStart } = await import('../user-pool/refusal-to-start.ts')
  const refusal = refusalToStart(environment, config.HOST)
  if (refusal !== undefined) throw new ConfigError([refusal])
  const { createUserPool, defaultConfiguration } = await import('../user-pool/index.ts')
  return createUserPool({
    ...defaultConfiguration({
      apiUrl: config.PUBLIC_URL,
      resourceServerId: config.RESOURCE_SERVER_ID,
    }),
    port: config.USER_POOL_PORT,
    origin: config.USER_POOL_URL,
    dataFolder,
  })
}
