import { poolConfiguration } from '../../start/pool-configuration.ts'
// Not from the index, which would load the server too.
import { type Install, openInstall } from '../../user-pool/install.ts'
import { CommandError } from '../command.ts'
import type { Settings } from './settings.ts'

/** The local user pool of this install, which need not run. */
export async function openLocalPool(settings: Settings): Promise<Install> {
  const { userPoolOrigin: origin, dataFolder } = settings
  try {
    const configuration = await poolConfiguration(settings)
    return await openInstall({ ...configuration, origin, dataFolder })
  } catch (error) {
    const { message } = error as Error
    throw new CommandError(`The local user pool cannot be opened: ${message}.`, { cause: error })
  }
}
