import type { KeyObject } from 'node:crypto'
import { type GenerateKey, type PublicJwk, type SigningKey, signingKey } from './signing-keys.ts'

export interface RotateKeysOptions {
  /** Whether the keys used until now stay in the key set. Default: yes, unless `sameKeyIds`. */
  readonly keepOld?: boolean | undefined
  /** Whether the new keys take over the ids of the old ones. Default: `false`. */
  readonly sameKeyIds?: boolean | undefined
}

/** The key set as served: RFC 7517. */
export interface KeySet {
  readonly keys: readonly PublicJwk[]
}

/** The keys of a pool. Cognito signs access and ID tokens with different ones. */
export interface KeyRing {
  readonly accessKey: SigningKey
  readonly idKey: SigningKey
  readonly keySet: KeySet
  readonly rotate: (options?: RotateKeysOptions) => Promise<void>
}

export function createKeyRing(
  accessPrivateKey: KeyObject,
  idPrivateKey: KeyObject,
  generateKey: GenerateKey,
): KeyRing {
  let accessKey = signingKey(accessPrivateKey)
  let idKey = signingKey(idPrivateKey)
  let retired: readonly SigningKey[] = []
  return {
    get accessKey() {
      return accessKey
    },
    get idKey() {
      return idKey
    },
    get keySet() {
      return { keys: [accessKey, idKey, ...retired].map(({ publicJwk }) => publicJwk) }
    },
    async rotate({ sameKeyIds = false, keepOld = !sameKeyIds } = {}) {
      const [newAccessKey, newIdKey] = await Promise.all([generateKey(), generateKey()])
      retired = keepOld ? [accessKey, idKey, ...retired] : []
      accessKey = signingKey(newAccessKey, sameKeyIds ? accessKey.kid : undefined)
      idKey = signingKey(newIdKey, sameKeyIds ? idKey.kid : undefined)
    },
  }
}
