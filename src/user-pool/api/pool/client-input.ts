import { type Static, Type } from 'typebox'
import type {
  AppClientConfiguration,
  AuthFlow,
  Duration,
} from '../../configuration/configuration.ts'

/** Cognito's `ExplicitAuthFlows` that this pool has, and what they are called in its configuration. */
const explicitFlows = {
  ALLOW_USER_SRP_AUTH: 'USER_SRP_AUTH',
  ALLOW_USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH',
  ALLOW_ADMIN_USER_PASSWORD_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
  ALLOW_REFRESH_TOKEN_AUTH: 'refresh_token',
  ALLOW_CLIENT_TOKEN_AUTH: 'CLIENT_TOKEN_AUTH',
} as const

const units = { seconds: 's', minutes: 'm', hours: 'h', days: 'd' } as const

const unit = Type.Optional(Type.Enum(['seconds', 'minutes', 'hours', 'days']))
const validity = Type.Optional(Type.Integer({ minimum: 0, maximum: 315_360_000 }))
const addresses = Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 1024 })))

/** What can be said of an app client, but its name and secret. */
export const clientSettings = {
  ExplicitAuthFlows: Type.Optional(
    Type.Array(
      Type.Enum([
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_CLIENT_TOKEN_AUTH',
      ]),
    ),
  ),
  AllowedOAuthFlowsUserPoolClient: Type.Optional(Type.Boolean()),
  AllowedOAuthFlows: Type.Optional(
    Type.Array(Type.Enum(['code', 'implicit', 'client_credentials'])),
  ),
  AllowedOAuthScopes: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }))),
  CallbackURLs: addresses,
  LogoutURLs: addresses,
  AccessTokenValidity: validity,
  IdTokenValidity: validity,
  RefreshTokenValidity: validity,
  TokenValidityUnits: Type.Optional(
    Type.Object({ AccessToken: unit, IdToken: unit, RefreshToken: unit }),
  ),
  EnableTokenRevocation: Type.Optional(Type.Boolean()),
  RefreshTokenRotation: Type.Optional(
    Type.Object({
      Feature: Type.Enum(['ENABLED', 'DISABLED']),
      RetryGracePeriodSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
    }),
  ),
  PreventUserExistenceErrors: Type.Optional(Type.Enum(['LEGACY', 'ENABLED'])),
  ReadAttributes: Type.Optional(Type.Array(Type.String())),
}

const settings = Type.Object(clientSettings)
export type ClientSettings = Static<typeof settings>

/** A client in the words of the configuration, with Cognito's defaults for clients made by API. */
export function toConfiguration(
  input: ClientSettings,
  client: Pick<AppClientConfiguration, 'name' | 'secret'>,
): AppClientConfiguration {
  const { RefreshTokenRotation: rotation, TokenValidityUnits: unitOf = {} } = input
  const isRotated = rotation?.Feature === 'ENABLED'
  const lifetime = (value: number | undefined, name: keyof typeof units): Duration | undefined =>
    // Zero is Cognito's way to say the default.
    value ? `${value}${units[name]}` : undefined
  const flows = [...new Set([...oauthFlows(input), ...signInFlows(input, isRotated)])]
  return {
    ...client,
    flows,
    scopes: usesScopes(flows) ? input.AllowedOAuthScopes : [],
    callbackUrls: input.CallbackURLs,
    signOutUrls: input.LogoutURLs,
    accessTokenValidity: lifetime(input.AccessTokenValidity, unitOf.AccessToken ?? 'hours'),
    idTokenValidity: lifetime(input.IdTokenValidity, unitOf.IdToken ?? 'hours'),
    refreshTokenValidity: lifetime(input.RefreshTokenValidity, unitOf.RefreshToken ?? 'days'),
    revocation: input.EnableTokenRevocation,
    refreshTokenRotation: isRotated
      ? { gracePeriodSeconds: rotation.RetryGracePeriodSeconds ?? 0 }
      : undefined,
    preventUserExistenceErrors: input.PreventUserExistenceErrors === 'ENABLED',
    readAttributes: input.ReadAttributes,
  }
}

function oauthFlows({
  AllowedOAuthFlowsUserPoolClient: usesOAuth = false,
  AllowedOAuthFlows = [],
}: ClientSettings): readonly AuthFlow[] {
  return usesOAuth ? AllowedOAuthFlows : []
}

function signInFlows({ ExplicitAuthFlows }: ClientSettings, isRotated: boolean): AuthFlow[] {
  const named = ExplicitAuthFlows ?? ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH']
  const flows = named.map(name => explicitFlows[name])
  // Cognito takes REFRESH_TOKEN_AUTH away where it rotates, and refreshes by other ways.
  return isRotated ? [...flows, 'refresh_token'] : flows
}

/** Whether a client can get other scopes than that of the JSON API. */
export function usesScopes(flows: readonly AuthFlow[]): boolean {
  const using: readonly AuthFlow[] = ['code', 'implicit', 'client_credentials', 'CLIENT_TOKEN_AUTH']
  return using.some(flow => flows.includes(flow))
}

/** What Cognito calls the flows of a client, beside those of OAuth. */
export function explicitAuthFlows(flows: readonly AuthFlow[], isRotated: boolean): string[] {
  return Object.entries(explicitFlows)
    .filter(([, flow]) => flows.includes(flow) && !(isRotated && flow === 'refresh_token'))
    .map(([name]) => name)
}
