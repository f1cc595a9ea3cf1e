import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'

/** A public key as Cognito publishes it. */
export interface PublicJwk {
  readonly alg: 'RS256'
  readonly e: string
  readonly kid: string
  readonly kty: 'RSA'
  readonly n: string
  readonly use: 'sig'
}

export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicJwk: PublicJwk
}

/** Makes an RSA private key that signs RS256. */
export type GenerateKey = () => KeyObject | Promise<KeyObject>

/** A new RSA-2048 private key, made off the event loop. */
export async function generateKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return privateKey
}

export function toPem(privateKey: KeyObject): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

export function fromPem(pem: string): KeyObject {
  return createPrivateKey(pem)
}

/**
 * @param kid default: `local-` and a digest in base64, `+`, `/` and `=` included as in Cognito's
 */
export function signingKey(privateKey: KeyObject, kid?: string): SigningKey {
  const publicKey = createPublicKey(privateKey)
  const keyId = kid ?? `local-${digest(publicKey)}`
  const { e = '', n = '' } = publicKey.export({ format: 'jwk' })
  return {
    kid: keyId,
    privateKey,
    publicJwk: { alg: 'RS256', e, kid: keyId, kty: 'RSA', n, use: 'sig' },
  }
}

function digest(publicKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(spki).digest('base64')
}
