import { isRegistrable } from '../configuration/check-client.ts'
import { customScopes, standardScopes } from '../configuration/scope-names.ts'
import type { AppClient } from '../directory/app-client.ts'
import type { Directory } from '../directory/directory.ts'
import type { Comparison, Remedy } from '../pages/error.ts'

export const listEverything: Remedy = {
  purpose: 'App clients of this pool, with their ids and addresses',
  text: 'npm run --silent status',
}

const beginFile: Remedy = {
  purpose: 'Where there is no user-pool.json yet, begin with the default pool',
  text: 'cp user-pool.example.json user-pool.json',
}

/** How to register an address, which works only for one that Cognito would register too. */
export function registerAddress(
  member: 'callbackUrls' | 'signOutUrls',
  client: AppClient,
  { requested }: Comparison,
): Remedy[] {
  if (!isRegistrable(requested)) return []
  return [memberLine(client, member, [...client[member], requested]), beginFile]
}

/** What was probably meant, or how to give the client a scope that the pool has. */
export function correctScope(
  client: AppClient,
  { requested, registered: [nearest] }: Comparison,
  { resourceServers }: Directory,
): Remedy[] {
  if (requested.split(' ').every(scope => client.scopes.includes(scope))) {
    return [{ purpose: 'Ask for', text: `openid ${requested}` }]
  }
  const existing = [...standardScopes, ...customScopes(resourceServers)]
  if (existing.includes(requested)) {
    return [memberLine(client, 'scopes', [...client.scopes, requested]), beginFile]
  }
  return nearest === undefined ? [] : [{ purpose: 'Did you mean', text: nearest }]
}

function memberLine(client: AppClient, member: string, values: readonly string[]): Remedy {
  const list = values.map(value => JSON.stringify(value)).join(', ')
  return {
    purpose: `In user-pool.json, in the client ${client.name}`,
    text: `"${member}": [${list}]`,
  }
}
