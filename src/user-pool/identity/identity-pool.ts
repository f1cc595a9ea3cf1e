import type { DerivedIds } from '../keys/derived-ids.ts'
import { type CredentialSeal, createCredentialSeal } from './credentials.ts'

/** The identity pool that exchanges ID tokens of the user pool for AWS credentials. */
export interface IdentityPool extends CredentialSeal {
  /** Region, colon and UUID, as are identity ids. */
  readonly id: string
  /** The identity of a user, always the same. */
  readonly identityOf: (sub: string) => string
}

export function createIdentityPool(ids: DerivedIds, region: string): IdentityPool {
  return {
    id: `${region}:${ids.identityPool}`,
    identityOf: sub => `${region}:${ids.identity(sub)}`,
    ...createCredentialSeal(ids.encryptionKey('AWS session tokens')),
  }
}
