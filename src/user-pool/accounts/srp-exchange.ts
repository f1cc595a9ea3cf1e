import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { isSame } from '../constant-time.ts'
import { CognitoError } from './cognito-error.ts'
import { fromHex, generator, hashToNumber, power, prime, toBytes } from './srp-group.ts'
import { poolName, type SrpVerifier } from './srp-verifier.ts'

/** The pool's half of a sign-in by SRP-6a (RFC 5054), with Cognito's session key and proof. */
export interface SrpExchange {
  /** Hex, as the next one. */
  readonly salt: string
  /** B of the RFC. */
  readonly serverPublic: string
  /** Opaque to the client, base64. */
  readonly secretBlock: string
  /** Whether the client knows the password. */
  readonly isProven: (proof: SrpProof) => boolean
}

export interface SrpProof {
  /** Such as `Tue Sep 5 14:01:02 UTC 2017`. */
  readonly timestamp: string
  /** Base64. */
  readonly signature: string
}

interface Parties {
  readonly userPoolId: string
  readonly username: string
  readonly srp: SrpVerifier
  /** A of the RFC, hex. */
  readonly clientPublic: string
}

const multiplier = hashToNumber(toBytes(prime), toBytes(generator))

/** @throws CognitoError InvalidParameterException for a public value that gives the key away */
export function beginSrp({ userPoolId, username, srp, clientPublic }: Parties): SrpExchange {
  const clientValue = readPublicValue(clientPublic)
  const verifier = fromHex(srp.verifier)
  const secret = fromHex(randomBytes(32).toString('hex'))
  const serverValue = (multiplier * verifier + power(generator, secret)) % prime
  const secretBlock = randomBytes(64)
  return {
    salt: srp.salt,
    serverPublic: serverValue.toString(16),
    secretBlock: secretBlock.toString('base64'),
    isProven: ({ timestamp, signature }) => {
      const scrambler = hashToNumber(toBytes(clientValue), toBytes(serverValue))
      const shared = power((clientValue * power(verifier, scrambler)) % prime, secret)
      const key = sessionKey(shared, scrambler)
      const expected = createHmac('sha256', key)
        .update(`${poolName(userPoolId)}${username}`)
        .update(secretBlock)
        .update(timestamp)
        .digest('base64')
      return isSame(signature, expected)
    },
  }
}

/** RFC 5054 section 2.5.4: a multiple of the prime would make the key known without a password. */
function readPublicValue(hex: string): bigint {
  const value = /^[0-9a-f]{1,1024}$/i.test(hex) ? fromHex(hex) : 0n
  if (value % prime !== 0n) return value
  throw new CognitoError('InvalidParameterException', 'SRP_A is not a valid public value.')
}

/** HKDF (RFC 5869) with Cognito's label, 16 bytes. */
function sessionKey(shared: bigint, scrambler: bigint): Buffer {
  const bytes = hkdfSync('sha256', toBytes(shared), toBytes(scrambler), 'Caldera Derived Key', 16)
  return Buffer.from(bytes)
}
