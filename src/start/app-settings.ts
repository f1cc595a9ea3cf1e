import type { AppOptions } from '../app.ts'
import { cognitoOptions } from '../config/cognito-options.ts'
import type { Config } from '../config/index.ts'
import type { UserPool } from '../user-pool/index.ts'
import { trustedProxies } from './trusted-proxies.ts'

/** What the settings say of the app; the parts that are started before it are not among it. */
export function appSettings(config: Config, localPool: UserPool | undefined) {
  return {
    publicUrl: config.PUBLIC_URL,
    cognito: cognitoOptions(config, localPool),
    userPoolDomain: localPool?.origin ?? config.COGNITO_DOMAIN,
    docsClientId: docsClient(config, localPool),
    corsOrigins: config.CORS_ORIGINS ?? [],
    hints: localPool !== undefined,
    revocations: {
      refreshTokenValidityDays: config.REFRESH_TOKEN_VALIDITY_DAYS,
      maxStaleSeconds: config.REVOCATIONS_MAX_STALE_SECONDS,
      failClosed: config.REVOCATIONS_FAIL_CLOSED,
    },
    trustProxy: trustedProxies(config.TRUST_PROXY),
    limits: {
      perPrincipal: config.RATE_LIMIT_PER_MINUTE,
      failuresPerAddress: config.AUTH_FAILURES_PER_MINUTE,
    },
    // A laptop is busy with other things as well, and has no other instance to send callers to.
    loadShedding:
      localPool === undefined ? { maxEventLoopDelay: config.MAX_EVENT_LOOP_DELAY_MS } : undefined,
  } satisfies Partial<AppOptions>
}

/** A configured local pool need not have an app client for the docs page. */
function docsClient(config: Config, localPool: UserPool | undefined): string | undefined {
  if (localPool === undefined) return config.COGNITO_DOCS_CLIENT_ID
  return localPool.clients.find(({ name }) => name === 'docs')?.id
}
