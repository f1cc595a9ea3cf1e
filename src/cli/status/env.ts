import type { Settings } from '../settings/settings.ts'
import type { LocalPoolStatus, StatusReport } from './report.ts'

type Variables = Readonly<Record<string, string>>

/** Settings under which another service accepts the tokens that this one accepts, no secrets. */
export function variablesOf({ userPool }: StatusReport, { config }: Settings): Variables {
  const shared = { RESOURCE_SERVER_ID: config.RESOURCE_SERVER_ID }
  if (userPool.kind === 'local') return { ...shared, ...ofLocalPool(userPool) }
  const { userPoolId, clientIds, issuers, domain } = userPool
  return onlySet({
    ...shared,
    COGNITO_USER_POOL_ID: userPoolId,
    COGNITO_CLIENT_ID: clientIds.join(','),
    COGNITO_ISSUER: issuers.map(({ issuer }) => issuer).join(','),
    COGNITO_JWKS_URI: config.COGNITO_JWKS_URI,
    COGNITO_DOMAIN: domain,
    COGNITO_DOCS_CLIENT_ID: config.COGNITO_DOCS_CLIENT_ID,
    COGNITO_WEB_CLIENT_ID: config.COGNITO_WEB_CLIENT_ID,
    COGNITO_CLI_CLIENT_ID: config.COGNITO_CLI_CLIENT_ID,
    COGNITO_POSTMAN_CLIENT_ID: config.COGNITO_POSTMAN_CLIENT_ID,
    COGNITO_MACHINE_CLIENT_ID: config.COGNITO_MACHINE_CLIENT_ID,
    COGNITO_IDENTITY_POOL_ID: config.COGNITO_IDENTITY_POOL_ID,
    AWS_REGION: config.AWS_REGION,
  })
}

function ofLocalPool(pool: LocalPoolStatus): Variables {
  const idOf = (name: string) => pool.clients.find(client => client.name === name)?.id
  return onlySet({
    COGNITO_USER_POOL_ID: pool.userPoolId,
    COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(','),
    COGNITO_ISSUER: pool.issuer,
    COGNITO_DOMAIN: pool.origin,
    COGNITO_DOCS_CLIENT_ID: idOf('docs'),
    COGNITO_WEB_CLIENT_ID: idOf('web'),
    COGNITO_CLI_CLIENT_ID: idOf('cli'),
    COGNITO_POSTMAN_CLIENT_ID: idOf('postman'),
    COGNITO_MACHINE_CLIENT_ID: idOf('machine'),
    COGNITO_IDENTITY_POOL_ID: pool.identityPoolId,
    AWS_REGION: pool.region,
  })
}

function onlySet(variables: Readonly<Record<string, string | undefined>>): Variables {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
