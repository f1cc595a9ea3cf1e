import type { StoredAccount } from '../accounts/account.ts'
import type {
  GroupConfiguration,
  ResourceServerConfiguration,
} from '../configuration/configuration.ts'
import type { AppClient } from '../directory/app-client.ts'
import type { Change } from './collection.ts'

/** Everything that a pool has to remember of what happened in it, as plain JSON. */
export interface State {
  readonly version: 1
  /** The pool that it belongs to: subs and password verifiers are worth nothing in another. */
  readonly userPoolId: string
  /** Users who signed up, and configured users with whom something happened, by `sub`. */
  readonly users: Record<string, StoredAccount>
  /** Configured users who were deleted, by `sub`, with the fingerprint of their configuration. */
  readonly deletedUsers: Record<string, string>
  /** By name, id and identifier: what the JSON API made of the configured ones, and added. */
  readonly groups: Record<string, Change<GroupConfiguration>>
  readonly clients: Record<string, Change<AppClient>>
  readonly resourceServers: Record<string, Change<ResourceServerConfiguration>>
  /** Sign-ins whose tokens may still be in use, by `origin_jti`. */
  readonly signIns: Record<string, Expiring & { readonly sub: string }>
  /** By `origin_jti`: their tokens are good for nothing more. */
  readonly revokedSignIns: Record<string, Expiring>
  /** Refresh tokens that were replaced by rotation, by `jti`. */
  readonly rotatedRefreshTokens: Record<string, Expiring & { readonly rotatedAt: number }>
}

interface Expiring {
  /** Seconds since 1970: from then on this need not be remembered. */
  readonly expiresAt: number
}

export function emptyState(userPoolId: string): State {
  return {
    version: 1,
    userPoolId,
    users: {},
    deletedUsers: {},
    groups: {},
    clients: {},
    resourceServers: {},
    signIns: {},
    revokedSignIns: {},
    rotatedRefreshTokens: {},
  }
}

/** Forgets what has run out. @param now seconds since 1970 */
export function prune(state: State, now: number): void {
  for (const entries of [state.signIns, state.revokedSignIns, state.rotatedRefreshTokens]) {
    for (const [id, { expiresAt }] of Object.entries(entries)) {
      if (expiresAt <= now) delete entries[id]
    }
  }
}
