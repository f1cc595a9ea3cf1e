import type { AccessTokenOverride, ClaimsOverride } from '../configuration/pre-token-generation.ts'

/** The hook refused the tokens: Cognito's words, and those of the hook. */
export class PreTokenGenerationError extends Error {
  override readonly name = 'PreTokenGenerationError'

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`PreTokenGeneration failed with error ${reason}.`, { cause })
  }
}

/** Claims that belong to the protocol, which Cognito lets no hook touch. */
const protocolClaims: readonly string[] = [
  'acr',
  'amr',
  'at_hash',
  'auth_time',
  'azp',
  'client_id',
  'cognito:username',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'scope',
  'sub',
  'token_use',
  'username',
  'version',
]

export function overrideClaims(
  claims: Readonly<Record<string, unknown>>,
  override: ClaimsOverride | null | undefined,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...claims }
  const free = (name: string) =>
    !protocolClaims.includes(name) && !(name === 'aud' && claims.token_use === 'id')
  for (const [name, value] of Object.entries(override?.claimsToAddOrOverride ?? {})) {
    if (free(name)) result[name] = value
  }
  for (const name of override?.claimsToSuppress ?? []) {
    if (free(name)) delete result[name]
  }
  return result
}

/** Suppresses after it adds, as Cognito; a scope is a word, so what holds white space is none. */
export function overrideScopes(
  scopes: readonly string[],
  override: AccessTokenOverride | null | undefined,
): string[] {
  const added = (override?.scopesToAdd ?? []).filter(scope => /^\S+$/.test(scope))
  const suppressed = override?.scopesToSuppress ?? []
  return [...new Set([...scopes, ...added])].filter(scope => !suppressed.includes(scope))
}
