import type { Addresses } from './addresses.ts'
import type { Directory } from './directory.ts'

/** Everything that exists in a local pool, passwords and client secrets included, as plain JSON. */
export interface Description extends Addresses, Directory {
  readonly region: string
}

export function describe(addresses: Addresses, directory: Directory): Description {
  const { userPoolId, users, groups, resourceServers, clients } = directory
  const [region = ''] = userPoolId.split('_')
  return { ...addresses, userPoolId, region, users, groups, resourceServers, clients }
}
