import type { Environment } from '../config/index.ts'
// Not from the index, which would load the server too.
import { readConfigurationFile } from '../user-pool/configuration-file.ts'
import {
  type DefaultConfigurationOptions,
  defaultConfiguration,
} from '../user-pool/default-configuration.ts'
import type { PoolOptions } from '../user-pool/install.ts'

/**
 * What the local user pool is: the default pool for an API, with what `user-pool.json` replaces.
 *
 * @param folder where the file is, unless USER_POOL_FILE names another
 * @throws {ConfigurationError} the file is wrong
 */
export async function poolConfiguration(
  api: DefaultConfigurationOptions,
  environment: Environment,
  folder: string,
): Promise<PoolOptions> {
  return { ...defaultConfiguration(api), ...(await readConfigurationFile(environment, folder)) }
}
