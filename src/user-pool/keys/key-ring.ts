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
  /** A private key that is none of the pool's, for forgeries. */
  readonly strangerKey: () => Promise<KeyObject>
}

export function createKeyRing(
  accessPrivateKey: KeyObject,
  idPrivateKey: KeyObject,
  generateKey: GenerateKey,
): KeyRing {
  let accessKey = signingKey(accessPrivateKey)
  let idKey = signingKey(idPrivateKey)
  let retired: readonly SigningKey[] = []
  let stranger: KeyObject | undefined
  mustDiffer(accessKey, [idKey])
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
      const [access, id] = await Promise.all([generateKey(), generateKey()])
      const newAccessKey = signingKey(access, sameKeyIds ? accessKey.kid : undefined)
      const newIdKey = signingKey(id, sameKeyIds ? idKey.kid : undefined)
      mustDiffer(newAccessKey, [newIdKey, accessKey, idKey, ...retired])
      mustDiffer(newIdKey, [accessKey, idKey, ...retired])
      retired = keepOld ? [accessKey, idKey, ...retired] : []
      accessKey = newAccessKey
      idKey = newIdKey
    },
    async strangerKey() {
      stranger ??= await generateKey()
      mustDiffer(signingKey(stranger), [accessKey, idKey, ...retired])
      return stranger
    },
  }
}

/** @throws TypeError when a new key is none */
function mustDiffer({ publicJwk }: SigningKey, others: readonly SigningKey[]): void {
  if (others.every(other => other.publicJwk.n !== publicJwk.n)) return
  throw new TypeError(
    'User pool: generateKey returned a key that the pool has already: it must return another one at each call',
  )
}
