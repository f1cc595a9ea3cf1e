import { type TrustedIssuer, toSettings } from '../../cognito/settings/settings.ts'
import { cognitoOptions } from '../../config/cognito-options.ts'
import { redirectPath } from '../../docs-page/paths.ts'
import { callbackPath } from '../../web/options.ts'
import type { Surroundings } from '../command.ts'
import { openLocalPool } from '../settings/local-pool.ts'
import type { Settings } from '../settings/settings.ts'
import { commandLineClient, registeredCallbacks } from '../sign-in/place.ts'
import { locally, onAws, type Whereabouts } from '../sign-in/verdict.ts'
import { bad, type Check, skipped } from './check.ts'
import { checkClient, type SignInClient } from './clients.ts'
import { checkIssuer, type IssuerFindings } from './issuer.ts'
import { checkTerminal } from './terminal.ts'

/** What there is to look at, the same for a local user pool and one on AWS. */
interface Subject {
  readonly issuers: readonly Pick<TrustedIssuer, 'issuer' | 'jwksUri'>[]
  /** What to do where the user pool does not answer. */
  readonly remedy: string
  /** What to do where something else answers at its address. */
  readonly otherwise: string
  readonly domain: string | undefined
  /** That of the command line is the last one. */
  readonly clients: readonly SignInClient[]
  readonly whereabouts: Whereabouts
}

/** Looks at all that signing in and verifying tokens needs. */
export async function examine(
  settings: Settings,
  env: Surroundings['env'],
): Promise<readonly Check[]> {
  const { config } = settings
  const isLocal = config.COGNITO_USER_POOL_ID === undefined
  const subject = isLocal ? await localSubject(settings) : subjectOnAws(settings)
  const { issuers, remedy, otherwise, clients } = subject
  const clockTolerance = config.CLOCK_TOLERANCE_SECONDS
  const found = await Promise.all(
    issuers.map(issuer => checkIssuer({ ...issuer, clockTolerance, remedy, otherwise })),
  )
  const domain = subject.domain ?? found.find(findings => findings.domain)?.domain
  const isElsewhere = isLocal && found.some(({ isOther }) => isOther)
  const signIns =
    domain === undefined
      ? [unknownDomain(found)]
      : await Promise.all(
          clients.map(client => checkClient(client, { ...subject, domain, isElsewhere })),
        )
  const { issuer } = issuers[0] as TrustedIssuer
  const { id: clientId, callbackUrls } = clients.at(-1) as SignInClient
  return [
    ...found.flatMap(({ checks }) => checks),
    ...signIns.flat(),
    ...(clientId === undefined ? [] : await checkTerminal({ issuer, clientId, callbackUrls }, env)),
  ]
}

/** It is not set, and no issuer tells of it. */
function unknownDomain(found: readonly IssuerFindings[]): Check {
  return found.some(({ answers }) => answers)
    ? bad('domain', 'the user pool has none', 'give it one, or set COGNITO_DOMAIN')
    : skipped('domain', 'the issuer would tell, and does not answer (COGNITO_DOMAIN)')
}

/** Where the docs page and the web client of these settings come back to. */
function callbacksOf({ config, apiUrl }: Settings) {
  return {
    docs: [`${apiUrl}${redirectPath}`],
    web: [`${config.WEB_URL}${callbackPath}`],
  }
}

async function localSubject(settings: Settings): Promise<Subject> {
  const pool = await openLocalPool(settings)
  const { docs, web } = callbacksOf(settings)
  const named = (name: string) => pool.clients.find(client => client.name === name)
  const setting = 'user-pool.json'
  const cli = commandLineClient(pool)
  return {
    issuers: [pool],
    remedy: locally.remedy,
    otherwise:
      'that is not the user pool of this folder, perhaps another one: stop it, then npm start',
    domain: pool.origin,
    clients: [
      { name: 'docs page', id: named('docs')?.id, setting, callbackUrls: docs },
      { name: 'web client', id: named('web')?.id, setting, callbackUrls: web },
      { name: 'command line', id: cli?.id, setting, callbackUrls: cli?.callbackUrls ?? [] },
    ],
    whereabouts: locally,
  }
}

function subjectOnAws(settings: Settings): Subject {
  const { config } = settings
  const { docs, web } = callbacksOf(settings)
  const client = (name: string, setting: keyof typeof config, callbackUrls: readonly string[]) => {
    const id = config[setting]
    return { name, id: id === undefined ? undefined : `${id}`, setting, callbackUrls }
  }
  return {
    issuers: toSettings(cognitoOptions(config, undefined)).issuers,
    remedy: 'check the network, then COGNITO_USER_POOL_ID',
    otherwise: 'check the network, then COGNITO_USER_POOL_ID',
    domain: config.COGNITO_DOMAIN,
    clients: [
      client('docs page', 'COGNITO_DOCS_CLIENT_ID', docs),
      client('web client', 'COGNITO_WEB_CLIENT_ID', web),
      client('command line', 'COGNITO_CLI_CLIENT_ID', registeredCallbacks),
    ],
    whereabouts: onAws,
  }
}
