import { standardScopes } from '../configuration/scope-names.ts'
import type { AppClient } from '../directory/app-client.ts'

/**
 * What a machine gets: custom scopes only, all those of the client if none are asked for.
 *
 * @returns `undefined` where it asks for one that the client may not have. AWS contradicts itself
 * about that; this pool refuses
 */
export function machineScopes(
  client: AppClient,
  requested: readonly string[] = [],
): readonly string[] | undefined {
  const allowed = client.scopes.filter(scope => !standardScopes.includes(scope))
  const named = [...new Set(requested)].filter(scope => scope !== '')
  if (!named.every(scope => allowed.includes(scope))) return undefined
  return named.length === 0 ? allowed : named
}
