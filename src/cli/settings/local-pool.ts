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
    throw poolFailure('opened', error as Error, dataFolder)
  }
}

/** Why the local user pool cannot be opened, or started. */
export function poolFailure(
  what: 'opened' | 'started',
  error: NodeJS.ErrnoException,
  dataFolder: string,
): CommandError {
  const isForbidden =
    error.syscall !== 'listen' && ['EACCES', 'EPERM', 'EROFS'].includes(error.code ?? '')
  const reason = isForbidden
    ? `this user may not use ${dataFolder} (${error.code}): mend its rights, or work in another folder`
    : error.message
  const end = /[.?]$/.test(reason) ? '' : '.'
  return new CommandError(`The local user pool cannot be ${what}: ${reason}${end}`, {
    cause: error,
  })
}
