import { stat } from 'node:fs/promises'
import { toSettings } from '../../cognito/settings/settings.ts'
import { cognitoOptions } from '../../config/cognito-options.ts'
import type { Description } from '../../user-pool/directory/describe.ts'
import { secretsFile } from '../../user-pool/keys/install-secrets.ts'
import { openLocalPool } from '../settings/local-pool.ts'
import type { Settings } from '../settings/settings.ts'
import { answers } from './answers.ts'

/** What `status --json` prints. */
export interface StatusReport {
  readonly api: ServerStatus
  readonly webClient: ServerStatus
  readonly userPool: LocalPoolStatus | CognitoStatus
}

interface ServerStatus {
  readonly url: string
  /** Whether it answers right now. */
  readonly answers: boolean
}

/** The local user pool: everything that exists in it, passwords and secrets included. */
export interface LocalPoolStatus extends Description {
  readonly kind: 'local'
  readonly answers: boolean
  readonly dataFolder: string
  /** When its signing keys were made, RFC 3339. */
  readonly keysMadeAt: string
}

/** A pool on AWS: what the settings say of it, which is no secret. */
export interface CognitoStatus {
  readonly kind: 'cognito'
  readonly userPoolId: string
  readonly clientIds: readonly string[]
  readonly domain?: string
  readonly issuers: readonly IssuerStatus[]
}

interface IssuerStatus {
  readonly issuer: string
  readonly jwksUri: string
  /** Whether its key set answers right now. */
  readonly answers: boolean
}

/** Looks at what exists and asks what runs, all at once. */
export async function reportStatus(settings: Settings): Promise<StatusReport> {
  const { config, apiUrl } = settings
  const { COGNITO_USER_POOL_ID: userPoolId } = config
  const [api, webClient, userPool] = await Promise.all([
    reportServer(apiUrl, '/livez'),
    reportServer(config.WEB_URL, '/'),
    userPoolId === undefined ? reportLocalPool(settings) : reportCognito(userPoolId, settings),
  ])
  return { api, webClient, userPool }
}

async function reportServer(url: string, path: string): Promise<ServerStatus> {
  return { url, answers: await answers(`${url}${path}`) }
}

/** Asks at an address that has the pool id in it, so that no other install can answer for this. */
async function reportLocalPool(settings: Settings): Promise<LocalPoolStatus> {
  const pool = await openLocalPool(settings)
  return {
    kind: 'local',
    answers: await answers(pool.openidConfigurationUri),
    dataFolder: settings.dataFolder,
    // The file is written once, with the keys.
    keysMadeAt: (await stat(secretsFile(settings.dataFolder))).mtime.toISOString(),
    ...pool.describe(),
  }
}

async function reportCognito(userPoolId: string, { config }: Settings): Promise<CognitoStatus> {
  const { issuers } = toSettings(cognitoOptions(config, undefined))
  const { COGNITO_CLIENT_ID: clientIds = [], COGNITO_DOMAIN: domain } = config
  return {
    kind: 'cognito',
    userPoolId,
    clientIds,
    ...(domain !== undefined && { domain }),
    issuers: await Promise.all(
      issuers.map(async ({ issuer, jwksUri }) => ({
        issuer,
        jwksUri,
        answers: await answers(jwksUri),
      })),
    ),
  }
}
