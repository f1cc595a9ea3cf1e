import { defaultConfiguration } from '../user-pool/default-configuration.ts'
// Not from the index, which would load the server too.
import { type Install, openInstall } from '../user-pool/install.ts'
import { CommandError } from './command.ts'
import type { Settings } from './settings.ts'

/** The local user pool of this install, which need not run. */
export async function openLocalPool(settings: Settings): Promise<Install> {
  const { config, apiUrl, userPoolOrigin: origin, dataFolder } = settings
  try {
    return await openInstall({
      origin,
      dataFolder,
      ...defaultConfiguration({ apiUrl, resourceServerId: config.RESOURCE_SERVER_ID }),
    })
  } catch (error) {
    throw new CommandError(`The local user pool cannot be opened: ${(error as Error).message}.`)
  }
}
