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

export interface ClaimsOverride {
  readonly claimsToAddOrOverride?: Readonly<Record<string, unknown>> | null | undefined
  readonly claimsToSuppress?: readonly string[] | null | undefined
}

export interface AccessTokenOverride extends ClaimsOverride {
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
