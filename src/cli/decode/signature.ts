import {
  type CompactVerifyGetKey,
  compactVerify,
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
} from 'jose'
import { toSettings } from '../../cognito/settings/settings.ts'
import { cognitoOptions } from '../../config/cognito-options.ts'
import { openLocalPool } from '../settings/local-pool.ts'
import type { Settings } from '../settings/settings.ts'

/** Whether the token is what the user pool issued, and why that is so or is not known. */
export interface SignatureReport {
  readonly verdict: 'good' | 'bad' | 'not verified'
  readonly reason: string
}

/** Holds the signature against the keys of the user pool of the settings. */
export async function checkSignature(
  token: string,
  issuer: unknown,
  settings: Settings,
): Promise<SignatureReport> {
  const keys = await keysOf(issuer, settings)
  if (keys === undefined) {
    return { verdict: 'not verified', reason: 'its issuer is not the user pool of the settings' }
  }
  try {
    const { protectedHeader } = await compactVerify(token, keys, { algorithms: ['RS256'] })
    return { verdict: 'good', reason: `by the key ${protectedHeader.kid} of its issuer` }
  } catch (error) {
    return explain(error)
  }
}

/** The keys of an issuer, fetched when they are needed; undefined unless it is one of ours. */
async function keysOf(
  issuer: unknown,
  settings: Settings,
): Promise<CompactVerifyGetKey | undefined> {
  const { config, userPoolOrigin } = settings
  if (config.COGNITO_USER_POOL_ID !== undefined) {
    const { issuers } = toSettings(cognitoOptions(config, undefined))
    const trusted = issuers.find(candidate => candidate.issuer === issuer)
    return trusted && createRemoteJWKSet(new URL(trusted.jwksUri))
  }
  // To open a pool makes one where there is none, which is not for tokens of others.
  if (!`${issuer}`.startsWith(`${userPoolOrigin}/`)) return undefined
  const pool = await openLocalPool(settings)
  return pool.issuer === issuer
    ? createLocalJWKSet({ keys: pool.keySet.keys.map(key => ({ ...key })) })
    : undefined
}

function explain(error: unknown): SignatureReport {
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return { verdict: 'bad', reason: 'it was changed, or not signed by its issuer' }
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return { verdict: 'bad', reason: 'its issuer has no key with this kid' }
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return { verdict: 'bad', reason: 'it is not signed with RS256' }
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JOSENotSupported) {
    return { verdict: 'bad', reason: 'its header makes no sense' }
  }
  return { verdict: 'not verified', reason: 'the keys of its issuer cannot be had' }
}
