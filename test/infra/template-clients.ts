import type { AppClient } from '../../src/user-pool/directory/app-client.ts'
import { propertiesOf } from './stack.ts'
import type { Members, Template } from './template.ts'

/** What an app client of the local pool and one of the template have in common. */
export interface Client {
  name: string
  hasSecret: boolean
  /** Sorted. */
  flows: string[]
  scopes: readonly string[]
  callbackUrls: readonly string[]
  signOutUrls: readonly string[]
  /** Seconds, as are the next two. */
  accessTokenLifetime: number
  idTokenLifetime: number
  refreshTokenLifetime: number
  revocation: boolean
  preventUserExistenceErrors: boolean
}

export function localClient(client: AppClient): Client {
  const { name, scopes, callbackUrls, signOutUrls } = client
  const { accessTokenLifetime, idTokenLifetime, refreshTokenLifetime } = client
  return {
    name,
    hasSecret: client.secret !== undefined,
    flows: [...client.flows].sort(),
    scopes,
    callbackUrls,
    signOutUrls,
    accessTokenLifetime,
    idTokenLifetime,
    refreshTokenLifetime,
    revocation: client.revocation,
    preventUserExistenceErrors: client.preventUserExistenceErrors,
  }
}

export function templateClients(template: Template): Client[] {
  return Object.values(propertiesOf(template, 'AWS::Cognito::UserPoolClient')).map(properties => {
    const list = (name: string) => (properties[name] ?? []) as string[]
    return {
      name: `${properties.ClientName}`,
      hasSecret: properties.GenerateSecret === true,
      flows: [...list('AllowedOAuthFlows'), ...list('ExplicitAuthFlows').map(localName)].sort(),
      scopes: list('AllowedOAuthScopes'),
      callbackUrls: list('CallbackURLs'),
      signOutUrls: list('LogoutURLs'),
      ...lifetimes(properties),
      revocation: properties.EnableTokenRevocation === true,
      preventUserExistenceErrors: properties.PreventUserExistenceErrors === 'ENABLED',
    }
  })
}

function localName(flow: string): string {
  return flow === 'ALLOW_REFRESH_TOKEN_AUTH' ? 'refresh_token' : flow.replace(/^ALLOW_/, '')
}

const secondsPer: Record<string, number> = { minutes: 60, hours: 3600, days: 24 * 3600 }

/** What is left out is Cognito's default: an hour, an hour, 30 days. */
function lifetimes(properties: Members) {
  const units = properties.TokenValidityUnits as Record<string, string>
  const seconds = (token: string, otherwise: number) => {
    const validity = properties[`${token}Validity`]
    return validity === undefined
      ? otherwise
      : Number(validity) * Number(secondsPer[`${units[token]}`])
  }
  return {
    accessTokenLifetime: seconds('AccessToken', 3600),
    idTokenLifetime: seconds('IdToken', 3600),
    refreshTokenLifetime: seconds('RefreshToken', 30 * 24 * 3600),
  }
}
