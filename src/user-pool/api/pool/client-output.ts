import type { AppClient } from '../../directory/app-client.ts'
import { explicitAuthFlows, usesScopes } from './client-input.ts'

const oauthFlows = ['code', 'implicit', 'client_credentials'] as const

/** An app client as Cognito describes it. Lists that are empty are left out. */
export function describeClient(client: AppClient, userPoolId: string): object {
  const { flows, refreshTokenRotation: rotation } = client
  const allowed = oauthFlows.filter(flow => flows.includes(flow))
  const access = inUnits(client.accessTokenLifetime)
  const id = inUnits(client.idTokenLifetime)
  const refresh = inUnits(client.refreshTokenLifetime)
  return {
    UserPoolId: userPoolId,
    ClientName: client.name,
    ClientId: client.id,
    ClientSecret: client.secret,
    AccessTokenValidity: access.value,
    IdTokenValidity: id.value,
    RefreshTokenValidity: refresh.value,
    TokenValidityUnits: { AccessToken: access.unit, IdToken: id.unit, RefreshToken: refresh.unit },
    ReadAttributes: client.readAttributes,
    ExplicitAuthFlows: explicitAuthFlows(flows, rotation !== undefined),
    CallbackURLs: filled(client.callbackUrls),
    LogoutURLs: filled(client.signOutUrls),
    AllowedOAuthFlows: filled(allowed),
    AllowedOAuthScopes: filled(usesScopes(flows) ? client.scopes : []),
    AllowedOAuthFlowsUserPoolClient: allowed.length > 0,
    SupportedIdentityProviders: ['COGNITO'],
    PreventUserExistenceErrors: client.preventUserExistenceErrors ? 'ENABLED' : 'LEGACY',
    EnableTokenRevocation: client.revocation,
    RefreshTokenRotation: rotation && {
      Feature: 'ENABLED',
      RetryGracePeriodSeconds: rotation.gracePeriodSeconds,
    },
  }
}

function filled(list: readonly string[]): readonly string[] | undefined {
  return list.length > 0 ? list : undefined
}

/** In the largest unit that makes a whole number. */
function inUnits(seconds: number): { readonly value: number; readonly unit: string } {
  if (seconds % 86_400 === 0) return { value: seconds / 86_400, unit: 'days' }
  if (seconds % 3600 === 0) return { value: seconds / 3600, unit: 'hours' }
  if (seconds % 60 === 0) return { value: seconds / 60, unit: 'minutes' }
  return { value: seconds, unit: 'seconds' }
}
