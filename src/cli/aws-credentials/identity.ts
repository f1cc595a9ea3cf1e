import { toSettings } from '../../cognito/settings.ts'
import { cognitoOptions } from '../../start/cognito-options.ts'
import { regionOf } from '../../user-pool/region.ts'
import { CommandError } from '../command.ts'
import type { Settings } from '../settings.ts'
import type { Place } from '../sign-in/place.ts'

/** The identity pool that is asked, and for whom. */
export interface IdentitySource {
  readonly identityPoolId: string
  /** Of the identity pool. */
  readonly identityRegion: string
  /** Where the credentials are used. */
  readonly region: string
  /** The user pool as identity pools call it. */
  readonly provider: string
  /** Absent: that of AWS. */
  readonly endpoint?: string
}

/** @throws {CommandError} the settings name no identity pool */
export function identitySource({ config }: Settings, { localPool }: Place): IdentitySource {
  if (localPool !== undefined) {
    const { identityPoolId, userPoolId, origin } = localPool
    const region = regionOf(userPoolId)
    const provider = `cognito-idp.${region}.amazonaws.com/${userPoolId}`
    return { identityPoolId, identityRegion: region, region, provider, endpoint: origin }
  }
  const { COGNITO_IDENTITY_POOL_ID: identityPoolId, AWS_REGION, COGNITO_ISSUER, ...rest } = config
  if (identityPoolId === undefined) {
    throw new CommandError(
      'COGNITO_IDENTITY_POOL_ID is missing: name an identity pool that accepts the ID tokens of the user pool.',
    )
  }
  const identityRegion = identityPoolId.slice(0, identityPoolId.indexOf(':'))
  // Providers have the name of the original issuer, whatever issuers are accepted.
  const [original] = toSettings(cognitoOptions(rest, undefined)).issuers
  return {
    identityPoolId,
    identityRegion,
    region: AWS_REGION ?? identityRegion,
    provider: `${original?.issuer}`.replace('https://', ''),
  }
}
