import type { CognitoOptions, SharedOptions, UserPoolOptions } from '../options.ts'
import * as check from './option-checks.ts'

/** An issuer whose tokens are accepted, and on what conditions. */
export interface TrustedIssuer {
  issuer: string
  jwksUri: string
  clientIds: string[]
  audience: string | undefined
  isLoopback: boolean
}

/** The options, checked and complete. */
export interface Settings extends Complete {
  issuers: readonly TrustedIssuer[]
}

type Optional = 'resource' | 'revocations' | 'onDecision'
type Complete = {
  [Name in keyof SharedOptions]-?: Name extends Optional
    ? SharedOptions[Name] | undefined
    : NonNullable<SharedOptions[Name]>
}
type Checks = Record<string, check.Check>
type PoolWithPath = [path: string, pool: UserPoolOptions]

const sharedChecks: Checks = {
  resourceServer: check.resourceServer,
  resource: check.resource,
  realm: check.quotable,
  clockToleranceSeconds: check.wholeNumber(0, 300),
  tokenCacheSize: check.wholeNumber(0, 10_000_000),
  jwksMaxAgeSeconds: check.wholeNumber(1, Number.MAX_SAFE_INTEGER),
  jwksMaxStaleSeconds: check.wholeNumber(1, Number.MAX_SAFE_INTEGER),
  revocations: check.revocations,
  onDecision: check.aFunction,
  now: check.aFunction,
}

const userPoolChecks: Checks = {
  userPoolId: check.userPoolId,
  clientId: check.clientId,
  issuer: check.issuer,
  jwksUri: check.address,
  audience: check.text,
}

/** Fastify passes these of its own `register` options on to every plugin. */
const registerOptions = ['prefix', 'logLevel', 'logSerializers']

/**
 * Checks the options and derives what they leave out.
 *
 * @throws {TypeError} one line that names every option that is wrong and what it must be
 */
export function toSettings(given: CognitoOptions): Settings {
  // Own members alone are checked, so they alone may count.
  const options = { ...given }
  const { shared, userPools } = divide(options)
  const faults = [
    ...faultsOf('', shared, sharedChecks, ['resourceServer']),
    ...userPools.flatMap(([path, pool]) => userPoolFaults(path, pool)),
    ...(userPools.length === 0 ? ['userPools must hold at least one user pool'] : []),
  ]
  if (faults.length === 0) faults.push(...repeatedIssuers(userPools.map(([, pool]) => pool)))
  if (faults.length > 0) throw new TypeError(`cognito: ${faults.join('; ')}`)
  return {
    issuers: userPools.flatMap(([, pool]) => trustedIssuers(pool)),
    resourceServer: options.resourceServer,
    resource: options.resource,
    realm: options.realm ?? options.resourceServer.identifier,
    clockToleranceSeconds: options.clockToleranceSeconds ?? 5,
    tokenCacheSize: options.tokenCacheSize ?? 10_000,
    jwksMaxAgeSeconds: options.jwksMaxAgeSeconds ?? 600,
    jwksMaxStaleSeconds: options.jwksMaxStaleSeconds ?? 86_400,
    revocations: options.revocations,
    onDecision: options.onDecision,
    now: options.now ?? systemTime,
  }
}

/** Looks for `Date.now` at each call, since test runners replace it. */
function systemTime(): number {
  return Date.now()
}

/** Parts the options of the user pools, each with its path, from those they share. */
function divide(options: CognitoOptions): { shared: object; userPools: PoolWithPath[] } {
  const given = Object.entries(options).filter(
    ([name, value]) =>
      !registerOptions.includes(name) && name !== 'userPools' && value !== undefined,
  )
  const isOfPool = ([name]: [string, unknown]) => Object.hasOwn(userPoolChecks, name)
  const single = Object.fromEntries(given.filter(isOfPool))
  const shared = Object.fromEntries(given.filter(entry => !isOfPool(entry)))
  const several: unknown = options.userPools
  if (several === undefined) {
    return { shared, userPools: [['', single as unknown as UserPoolOptions]] }
  }
  const list: UserPoolOptions[] = Array.isArray(several) ? several : []
  return {
    shared: { ...shared, ...single },
    userPools: list.map((pool, index) => [`userPools[${index}].`, { ...pool }]),
  }
}

function userPoolFaults(path: string, pool: UserPoolOptions): string[] {
  const faults = faultsOf(path, pool, userPoolChecks, ['clientId'])
  if (pool.userPoolId === undefined && pool.issuer === undefined) {
    faults.push(`${path}userPoolId is missing, and so is issuer`)
  }
  return faults
}

function faultsOf(path: string, options: object, checks: Checks, required: string[]): string[] {
  const values: Record<string, unknown> = { ...options }
  const missing = required.filter(name => values[name] === undefined)
  const faults = missing.map(name => `${path}${name} is missing`)
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue
    const fault = Object.hasOwn(checks, name) ? checks[name]?.(value) : 'is not an option here'
    if (fault !== undefined) faults.push(`${path}${name} ${fault}`)
  }
  return faults
}

function repeatedIssuers(userPools: UserPoolOptions[]): string[] {
  const issuers = userPools.flatMap(issuersOf)
  const repeated = issuers.filter((issuer, index) => issuers.indexOf(issuer) !== index)
  return repeated.map(issuer => `the issuer ${issuer} is there twice`)
}

function trustedIssuers(pool: UserPoolOptions): TrustedIssuer[] {
  return issuersOf(pool).map(issuer => ({
    issuer,
    jwksUri: pool.jwksUri ?? `${issuer}/.well-known/jwks.json`,
    clientIds: [pool.clientId].flat(),
    audience: pool.audience,
    isLoopback: check.isLoopback(new URL(issuer).hostname),
  }))
}

function issuersOf({ userPoolId, issuer }: UserPoolOptions): string[] {
  return issuer === undefined ? [issuerOf(userPoolId as string)] : [issuer].flat()
}

/** The issuer of a user pool in its original form (AWS: "Verifying JSON web tokens"). */
function issuerOf(userPoolId: string): string {
  const region = userPoolId.slice(0, userPoolId.indexOf('_'))
  return `https://cognito-idp.${region}.${domainOf(region)}/${userPoolId}`
}

/** AWS partitions have domains of their own. */
function domainOf(region: string): string {
  if (region.startsWith('cn-')) return 'amazonaws.com.cn'
  if (region.startsWith('eusc-')) return 'amazonaws.eu'
  return 'amazonaws.com'
}
