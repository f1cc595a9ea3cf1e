import { type TrustedIssuer, toSettings } from '../../cognito/settings/settings.ts'
import { cognitoOptions } from '../../config/cognito-options.ts'
import type { AppClient } from '../../user-pool/directory/app-client.ts'
import type { Install } from '../../user-pool/install.ts'
import { CommandError } from '../command.ts'
import { openLocalPool } from '../settings/local-pool.ts'
import type { Settings } from '../settings/settings.ts'

/** What the command line has registered in infra/cognito.yaml: Cognito compares ports too. */
export const registeredCallbacks: readonly string[] = [8976, 8977, 8978].map(
  port => `http://localhost:${port}/callback`,
)

/** Where people sign in, and as which app client. */
export interface Place {
  readonly issuer: string
  readonly jwksUri: string
  /** Origin of the OAuth endpoints. Absent: what the issuer says of itself. */
  readonly domain: string | undefined
  readonly clientId: string
  readonly callbackUrls: readonly string[]
  /** Seconds by which clocks may differ. */
  readonly clockTolerance: number
  /** The local user pool, where it is that. */
  readonly localPool: Install | undefined
}

/** @throws {CommandError} the settings name no app client for the command line */
export async function placeOf(settings: Settings): Promise<Place> {
  const { config } = settings
  const clockTolerance = config.CLOCK_TOLERANCE_SECONDS
  if (config.COGNITO_USER_POOL_ID === undefined) {
    return { ...placeInLocalPool(await openLocalPool(settings)), clockTolerance }
  }
  const clientId = config.COGNITO_CLI_CLIENT_ID
  if (clientId === undefined) {
    throw new CommandError(
      `COGNITO_CLI_CLIENT_ID is missing: name a public app client of ${config.COGNITO_USER_POOL_ID} with the callback URL ${registeredCallbacks[0]}.`,
    )
  }
  const [issuer] = toSettings(cognitoOptions(config, undefined)).issuers
  return {
    ...(issuer as TrustedIssuer),
    domain: config.COGNITO_DOMAIN,
    clientId,
    callbackUrls: registeredCallbacks,
    clockTolerance,
    localPool: undefined,
  }
}

function placeInLocalPool(localPool: Install): Omit<Place, 'clockTolerance'> {
  const { issuer, jwksUri, origin } = localPool
  const client = commandLineClient(localPool)
  if (client === undefined) {
    throw new CommandError(
      `The local user pool has no public app client named cli for the code flow: add one to user-pool.json, with the callback URL ${registeredCallbacks[0]}.`,
    )
  }
  return {
    issuer,
    jwksUri,
    domain: origin,
    clientId: client.id,
    callbackUrls: client.callbackUrls,
    localPool,
  }
}

/** The app client of the command line: public, since everyone could read its secret. */
export function commandLineClient({ clients }: Install): AppClient | undefined {
  return clients.find(
    ({ name, secret, callbackUrls }) =>
      name === 'cli' && secret === undefined && callbackUrls.length > 0,
  )
}
