import type { Addresses } from './addresses.ts'
import type { Directory } from './directory.ts'
import { regionOf } from './region.ts'

/** Everything that exists in a local pool, passwords and client secrets included, as plain JSON. */
export interface Description extends Addresses, Directory {
  readonly region: string
}

export function describe(addresses: Addresses, directory: Directory): Description {
  const { userPoolId, identityPoolId, users, groups, resourceServers, clients } = directory
  const region = regionOf(userPoolId)
  return {
    ...addresses,
    userPoolId,
    identityPoolId,
    region,
    users,
    groups,
    resourceServers,
    clients,
  }
}
