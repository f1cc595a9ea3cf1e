import type { Config, Environment } from '../config/index.ts'
import { defaultConfiguration } from '../user-pool/configuration/default.ts'
// Not from the index, which would load the server too.
import { readConfigurationFile } from '../user-pool/configuration/file.ts'
import type { PoolOptions } from '../user-pool/options.ts'

export interface PoolSurroundings {
  config: Config
  /** The API as its callers see it. */
  apiUrl: string
  environment: Environment
  /** Where `user-pool.json` is, unless USER_POOL_FILE names another file. */
  folder: string
}

/**
 * What the local user pool is: the default pool for the API, with what `user-pool.json` replaces.
 *
 * @throws {ConfigurationError} the file is wrong
 */
export async function poolConfiguration(surroundings: PoolSurroundings): Promise<PoolOptions> {
  const { config, apiUrl, environment, folder } = surroundings
  const { WEB_PORT: webPort, RESOURCE_SERVER_ID: resourceServerId } = config
  return {
    ...defaultConfiguration({ apiUrl, webPort, resourceServerId }),
    ...(await readConfigurationFile(environment, folder)),
  }
}
