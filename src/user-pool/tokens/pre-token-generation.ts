/** Where tokens are asked for. */
export type TriggerSource =
  | 'TokenGeneration_HostedAuth'
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_RefreshTokens'

interface GroupOverride {
  readonly groupsToOverride?: readonly string[] | null | undefined
  readonly iamRolesToOverride?: readonly string[] | null | undefined
  readonly preferredRole?: string | null | undefined
}

interface ClaimsOverride {
  readonly claimsToAddOrOverride?: Readonly<Record<string, unknown>> | null | undefined
  readonly claimsToSuppress?: readonly string[] | null | undefined
}

interface AccessTokenOverride extends ClaimsOverride {
  readonly scopesToAdd?: readonly string[] | null | undefined
  readonly scopesToSuppress?: readonly string[] | null | undefined
}

/** What the hook wants changed about the tokens. */
export interface ClaimsAndScopeOverride {
  readonly idTokenGeneration?: ClaimsOverride | null | undefined
  readonly accessTokenGeneration?: AccessTokenOverride | null | undefined
  readonly groupOverrideDetails?: GroupOverride | null | undefined
}

/** Version 2 of the event that Cognito sends to a pre token generation Lambda. */
export interface PreTokenGenerationEvent {
  readonly version: '2'
  readonly triggerSource: TriggerSource
  readonly region: string
  readonly userPoolId: string
  readonly userName: string
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string }
  readonly request: {
    readonly userAttributes: Readonly<Record<string, string>>
    readonly groupConfiguration: {
      readonly groupsToOverride: readonly string[]
      readonly iamRolesToOverride: readonly string[]
      readonly preferredRole: string | null
    }
    readonly scopes: readonly string[]
  }
  response: { claimsAndScopeOverrideDetails?: ClaimsAndScopeOverride | null | undefined }
}

/**
 * A hook with the shape of a pre token generation Lambda, version 2: it returns the event it was
 * given, with `response.claimsAndScopeOverrideDetails` filled in. What it throws refuses the
 * tokens.
 */
export type PreTokenGeneration = (
  event: PreTokenGenerationEvent,
) => PreTokenGenerationEvent | Promise<PreTokenGenerationEvent>

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
