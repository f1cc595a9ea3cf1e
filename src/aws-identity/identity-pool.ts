import { toSettings } from '../cognito/settings/settings.ts'
import type { Config } from '../config/index.ts'
import { resourceServer } from '../scopes.ts'
import { regionOf } from '../user-pool/directory/region.ts'
import type { Install } from '../user-pool/install.ts'

/** The identity pool that is asked, and for whom. */
export interface IdentityPool {
  /** Such as `eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f`. */
  readonly id: string
  /** Region where the credentials are used. */
  readonly region: string
  /** What it calls the user pool: `cognito-idp.<region>.amazonaws.com/<user pool id>`. */
  readonly providerName: string
  /** Of identity pool and STS where they are not those of AWS. */
  readonly endpoint?: string | undefined
}

export function localIdentityPool(
  { identityPoolId, userPoolId, origin }: Install,
  config: Config,
): IdentityPool {
  return {
    id: identityPoolId,
    region: regionOf(userPoolId),
    providerName: providerName(userPoolId, config),
    endpoint: origin,
  }
}

/** The one of the settings, or `undefined` where they name none. */
export function configuredIdentityPool(config: Config): IdentityPool | undefined {
  const { COGNITO_IDENTITY_POOL_ID: id, COGNITO_USER_POOL_ID: userPoolId = '', AWS_REGION } = config
  if (id === undefined) return undefined
  return {
    id,
    region: AWS_REGION ?? regionOfIdentityPool(id),
    providerName: providerName(userPoolId, config),
  }
}

export function regionOfIdentityPool(id: string): string {
  return id.slice(0, id.indexOf(':'))
}

/** An identity pool knows a user pool by the original form of its issuer, whatever its tokens say. */
function providerName(userPoolId: string, { RESOURCE_SERVER_ID }: Config): string {
  const { issuers } = toSettings({
    userPoolId,
    clientId: 'none',
    resourceServer: resourceServer(RESOURCE_SERVER_ID),
  })
  return `${issuers[0]?.issuer}`.replace('https://', '')
}
