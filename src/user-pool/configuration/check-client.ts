import {
  type AppClientConfiguration,
  authFlows,
  type Duration,
  type ResourceServerConfiguration,
} from './configuration.ts'
import { toSeconds } from './duration.ts'
import { isOnLoopback } from './loopback.ts'
import { customScopes, fullScopeName, standardScopes } from './scope-names.ts'

/** Everything about an app client that Cognito would not accept. */
export function clientMistakes(
  client: AppClientConfiguration,
  resourceServers: readonly ResourceServerConfiguration[],
): string[] {
  return [
    ...scopeMistakes(client, resourceServers),
    ...flowMistakes(client),
    ...secretMistakes(client),
    ...lifetimeMistakes(client),
    ...addressMistakes(client.callbackUrls),
    ...addressMistakes(client.signOutUrls),
  ].map(mistake => `app client ${client.name} ${mistake}`)
}

function scopeMistakes(
  { scopes = [] }: AppClientConfiguration,
  resourceServers: readonly ResourceServerConfiguration[],
): string[] {
  const known = [...standardScopes, ...customScopes(resourceServers)]
  const mistakes = scopes
    .filter(scope => !known.includes(fullScopeName(scope, resourceServers)))
    .map(scope => `has scope ${scope}, which the pool does not have`)
  const needing = ['email', 'phone', 'profile'].filter(scope => scopes.includes(scope))
  if (needing.length > 0 && !scopes.includes('openid')) {
    mistakes.push(`needs scope openid for ${needing.join(', ')}`)
  }
  return mistakes
}

function flowMistakes({ flows, secret }: AppClientConfiguration): string[] {
  const mistakes = flows
    .filter(flow => !authFlows.includes(flow))
    .map(flow => `has flow ${flow}, which Cognito does not have`)
  if (flows.includes('CLIENT_TOKEN_AUTH')) {
    if (flows.length > 1) mistakes.push('cannot mix CLIENT_TOKEN_AUTH with another flow')
    if (secret !== true) mistakes.push('needs a secret for CLIENT_TOKEN_AUTH')
  }
  if (!flows.includes('client_credentials')) return mistakes
  if (flows.includes('code') || flows.includes('implicit')) {
    mistakes.push('cannot mix client_credentials with code or implicit')
  }
  if (secret !== true) mistakes.push('needs a secret for client_credentials')
  return mistakes
}

function secretMistakes({ id, secret, secondSecret }: AppClientConfiguration): string[] {
  const mistakes: string[] = []
  if (id !== undefined && !/^[\w+]{1,128}$/.test(id)) {
    mistakes.push(`has id ${id}, which is not 1 to 128 letters, digits, _ and +`)
  }
  if (secondSecret === true && secret !== true) mistakes.push('has a second secret and no first')
  return mistakes
}

function lifetimeMistakes(client: AppClientConfiguration): string[] {
  const { accessTokenValidity, idTokenValidity, refreshTokenValidity } = client
  const seconds = client.refreshTokenRotation?.gracePeriodSeconds ?? 0
  const isGrace = Number.isInteger(seconds) && seconds >= 0 && seconds <= 60
  return [
    ...outOfRange('accessTokenValidity', accessTokenValidity, '5m', '1d'),
    ...outOfRange('idTokenValidity', idTokenValidity, '5m', '1d'),
    ...outOfRange('refreshTokenValidity', refreshTokenValidity, '1h', '3650d'),
    ...(isGrace ? [] : ['has a gracePeriodSeconds that is not a whole number from 0 to 60']),
  ]
}

function outOfRange(
  name: string,
  value: Duration | undefined,
  least: Duration,
  most: Duration,
): string[] {
  if (value === undefined) return []
  const seconds = toSeconds(value)
  if (seconds >= toSeconds(least) && seconds <= toSeconds(most)) return []
  return [`has ${name} ${value}, which is not from ${least} to ${most}`]
}

function addressMistakes(addresses: readonly string[] = []): string[] {
  return addresses
    .filter(address => !isRegistrable(address))
    .map(
      address =>
        `has address ${address}, which is not https, http on localhost, or a scheme of an app, without a fragment`,
    )
}

/** Cognito: absolute, without a fragment, https; http on this machine only; or an app's own scheme. */
export function isRegistrable(address: string): boolean {
  if (!/^[!-~]+$/.test(address) || address.includes('#') || !URL.canParse(address)) return false
  const url = new URL(address)
  const unsafe = ['javascript:', 'data:', 'vbscript:', 'file:', 'blob:']
  return url.protocol === 'http:' ? isOnLoopback(url) : !unsafe.includes(url.protocol)
}
