import { fullScope, type ResourceServer } from './cognito/policy/policy.ts'

/** The scopes of this API, without the identifier of the resource server, and what each permits. */
export const scopes = {
  'order.read': 'Read orders',
  'order.write': 'Place, change and cancel orders',
  'revocation.write': 'Deny access tokens before they expire',
}

/** @param identifier of the resource server, as the user pool has it */
export function resourceServer(identifier: string): ResourceServer {
  return { identifier, scopes: Object.keys(scopes) }
}

/** Full scope names, as they stand in tokens, with what each permits. */
export function describedScopes(identifier: string): Record<string, string> {
  const entries = Object.entries(scopes)
  return Object.fromEntries(entries.map(([name, text]) => [fullScope(identifier, name), text]))
}
