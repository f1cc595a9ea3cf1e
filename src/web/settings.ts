import { configuredIdentityPool, localIdentityPool } from '../aws-identity/identity-pool.ts'
import type { CognitoOptions } from '../cognito/options.ts'
import { type TrustedIssuer, toSettings } from '../cognito/settings/settings.ts'
import { cognitoOptions } from '../config/cognito-options.ts'
import { type Config, ConfigError } from '../config/index.ts'
import { describedScopes } from '../scopes.ts'
import { isOnLoopback } from '../user-pool/configuration/loopback.ts'
import type { Install } from '../user-pool/install.ts'
import type { UserPoolSettings, WebClientOptions } from './options.ts'

export type WebClientSettings = Omit<WebClientOptions, 'logger' | 'now' | 'sessionLimits'>

/**
 * What the settings say of the web client.
 *
 * @param localPool absent when they name a user pool
 * @throws {ConfigError} that names what is missing
 */
export function webClientSettings(
  config: Config,
  localPool: Install | undefined,
): WebClientSettings {
  const {
    WEB_URL: url,
    PUBLIC_URL: apiUrl,
    CLOCK_TOLERANCE_SECONDS: clockToleranceSeconds,
  } = config
  const wanted = [
    'openid',
    'email',
    'profile',
    ...Object.keys(describedScopes(config.RESOURCE_SERVER_ID)),
  ]
  if (localPool !== undefined) {
    const client = localPool.clients.find(({ name }) => name === 'web')
    if (client === undefined) {
      throw new ConfigError([
        'The local user pool has no app client named web: add it to user-pool.json',
      ])
    }
    const { id: clientId, secret, scopes: allowed } = client
    const { issuer, jwksUri, origin } = localPool
    return {
      url,
      apiUrl,
      userPool: {
        issuer,
        jwksUri,
        domain: origin,
        clientId,
        clientSecret: secret,
        // A pool of one's own need not have all of them, and would refuse the whole sign-in.
        scopes: wanted.filter(scope => allowed.includes(scope)),
        isLocal: true,
        clockToleranceSeconds,
      },
      identityPool: localIdentityPool(localPool, config),
    }
  }
  const userPool = configuredPool(config, wanted)
  return { url, apiUrl, userPool, identityPool: identityPoolIn(config, userPool.domain) }
}

function configuredPool(config: Config, wanted: readonly string[]): UserPoolSettings {
  const { COGNITO_DOMAIN: domain, COGNITO_WEB_CLIENT_ID: clientId } = config
  if (domain === undefined || clientId === undefined) {
    throw new ConfigError(
      missing.flatMap(([name, example]) =>
        config[name] === undefined
          ? [`${name} is missing: the web client needs it, for example ${name}=${example}`]
          : [],
      ),
    )
  }
  const { issuer, jwksUri } = firstIssuer(cognitoOptions(config, undefined))
  return {
    issuer,
    jwksUri,
    domain,
    clientId,
    clientSecret: config.COGNITO_WEB_CLIENT_SECRET,
    scopes: wanted,
    resource: config.COGNITO_AUDIENCE,
    isLocal: false,
    clockToleranceSeconds: config.CLOCK_TOLERANCE_SECONDS,
  }
}

const missing = [
  ['COGNITO_DOMAIN', 'https://orders.auth.eu-central-1.amazoncognito.com'],
  ['COGNITO_WEB_CLIENT_ID', '1example23456789'],
] as const

/** That of a local user pool which runs elsewhere on this machine answers there too. */
function identityPoolIn(config: Config, domain: string): WebClientSettings['identityPool'] {
  const pool = configuredIdentityPool(config)
  const isLocal = isOnLoopback(new URL(domain))
  return pool && { ...pool, endpoint: isLocal ? domain : undefined }
}

/** A sign-in has one issuer: where several are accepted, the first. */
function firstIssuer(options: CognitoOptions): TrustedIssuer {
  const [first] = toSettings(options).issuers as [TrustedIssuer, ...TrustedIssuer[]]
  return first
}
