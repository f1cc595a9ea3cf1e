import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { keyIdShape } from '../token/decode.ts'

/** A key that may verify tokens, reduced to the members that matter. */
export type AdmittedJwk = {
  kty: 'RSA'
  use: 'sig'
  alg: 'RS256'
  kid: string
  n: string
  e: string
}

/** Why a key of a fetched set is not used. A closed list, for the log. */
export type KeyFault =
  | 'malformed'
  | 'duplicate_kid'
  | 'local_key'
  | 'private_key'
  | 'wrong_type'
  | 'wrong_use'
  | 'wrong_algorithm'
  | 'wrong_size'

export interface Admission {
  keys: readonly AdmittedJwk[]
  /** One entry per key that is not used. */
  dropped: readonly KeyFault[]
}

type RsaDetails = { modulusLength: number; publicExponent: bigint }

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/** Cognito's sets have two; to look at very many would keep the process from everything else. */
const mostKeys = 100

/** 2048 bits is RFC 7518's minimum; far beyond it, verifying becomes a way to stall the process. */
const smallestModulus = 2048
const largestModulus = 4096
const largestExponent = 0xffff_ffffn

/**
 * Decides which keys of a fetched JSON Web Key Set (RFC 7517 section 5) may verify tokens. A bad
 * key is dropped, the others are used.
 *
 * @param body what the key-set address answered
 * @param allowLocalKeys whether keys of the local user pool (`kid` begins with `local-`) may be
 *   used: their private halves lie on developers' machines
 * @throws {Error} the body is not a key set, or no key of it is admitted
 */
export function admitKeys(body: string, allowLocalKeys: boolean): Admission {
  const candidates = parseKeySet(body)
  const keys: AdmittedJwk[] = []
  const dropped: KeyFault[] = []
  for (const candidate of candidates) {
    const fault = faultOf(candidate, candidates, allowLocalKeys)
    if (fault === undefined) keys.push(reduce(candidate))
    else dropped.push(fault)
  }
  if (keys.length === 0)
    throw new Error(`no usable key in the set (${dropped.join(', ') || 'empty'})`)
  return { keys, dropped }
}

function parseKeySet(body: string): readonly JsonWebKey[] {
  let keys: unknown
  try {
    keys = JSON.parse(body)?.keys
  } catch {
    throw new Error('the key set is not JSON')
  }
  if (!Array.isArray(keys)) throw new Error('the answer is not a JSON Web Key Set')
  if (keys.length > mostKeys) throw new Error(`the key set has more than ${mostKeys} keys`)
  return keys
}

function faultOf(
  jwk: JsonWebKey | null,
  all: readonly (JsonWebKey | null)[],
  allowLocalKeys: boolean,
): KeyFault | undefined {
  if (typeof jwk !== 'object' || jwk === null) return 'malformed'
  const { kid, key_ops: operations } = jwk
  if (typeof kid !== 'string' || !keyIdShape.test(kid)) return 'malformed'
  if (all.filter(other => other?.kid === kid).length > 1) return 'duplicate_kid'
  if (kid.startsWith('local-') && !allowLocalKeys) return 'local_key'
  if (privateMembers.some(member => member in jwk)) return 'private_key'
  if (jwk.kty !== 'RSA') return 'wrong_type'
  if (jwk.use !== 'sig') return 'wrong_use'
  if (operations !== undefined && !isVerifyOnly(operations)) return 'wrong_use'
  if (jwk.alg !== undefined && jwk.alg !== 'RS256') return 'wrong_algorithm'
  return sizeFault(jwk)
}

function isVerifyOnly(operations: unknown): boolean {
  return Array.isArray(operations) && operations.length === 1 && operations[0] === 'verify'
}

function sizeFault(jwk: JsonWebKey): KeyFault | undefined {
  let key: KeyObject
  try {
    key = createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return 'malformed'
  }
  const { modulusLength, publicExponent } = key.asymmetricKeyDetails as RsaDetails
  const sound =
    modulusLength >= smallestModulus &&
    modulusLength <= largestModulus &&
    publicExponent > 1n &&
    publicExponent % 2n === 1n &&
    publicExponent <= largestExponent
  return sound ? undefined : 'wrong_size'
}

function reduce(jwk: JsonWebKey): AdmittedJwk {
  const { kid, n, e } = jwk as AdmittedJwk
  return { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e }
}
