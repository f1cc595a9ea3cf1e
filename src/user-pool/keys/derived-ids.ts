import { createHmac, randomInt } from 'node:crypto'

const lowerCaseAndDigits = 'abcdefghijklmnopqrstuvwxyz0123456789'
const alphanumerics = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${lowerCaseAndDigits}`

export interface DerivedIds {
  /** `eu-central-1_` and 9 alphanumerics. */
  readonly userPoolId: string
  /** 26 characters, as Cognito's. */
  readonly clientId: (clientName: string) => string
  /** 51 characters, as Cognito's. */
  readonly clientSecret: (clientName: string) => string
  /** Another one, of the same form. */
  readonly secondClientSecret: (clientName: string) => string
  /** A UUID. */
  readonly sub: (email: string) => string
  /** A UUID, of the identity pool. */
  readonly identityPool: string
  /** A UUID, of a user's identity in it. */
  readonly identity: (sub: string) => string
  /** What a name that is nobody's is made to look like: a UUID, and 16 bytes in hex. */
  readonly stranger: (signInName: string) => { readonly sub: string; readonly salt: string }
  /** 32 bytes, for encryption by this install alone. */
  readonly encryptionKey: (purpose: string) => Uint8Array
}

/**
 * Ids and secrets of one install, all derived from its seed: a user or client added to the
 * configuration later gets its own, stable ones, and nothing has to be written back.
 */
export function deriveIds(seed: string): DerivedIds {
  const bytes = (purpose: string) => createHmac('sha512', seed).update(purpose).digest()
  const text = (purpose: string, length: number, alphabet: string) =>
    Array.from(bytes(purpose).subarray(0, length), byte => alphabet[byte % alphabet.length]).join(
      '',
    )
  return {
    userPoolId: `eu-central-1_${text('user pool id', 9, alphanumerics)}`,
    clientId: name => text(`client id of ${name}`, 26, lowerCaseAndDigits),
    clientSecret: name => text(`client secret of ${name}`, 51, lowerCaseAndDigits),
    secondClientSecret: name => text(`second client secret of ${name}`, 51, lowerCaseAndDigits),
    sub: email => uuid(bytes(`sub of ${email}`)),
    identityPool: uuid(bytes('identity pool')),
    identity: sub => uuid(bytes(`identity of ${sub}`)),
    stranger: name => ({
      sub: uuid(bytes(`stranger ${name}`)),
      salt: bytes(`salt of stranger ${name}`).toString('hex', 0, 16),
    }),
    encryptionKey: purpose => bytes(`encryption key of ${purpose}`).subarray(0, 32),
  }
}

/** The form of client ids and secrets, for those that are not derived. */
export function randomId(length: number): string {
  return Array.from({ length }, () => lowerCaseAndDigits[randomInt(36)]).join('')
}

/** RFC 9562 section 5.4: version 4, of pseudo-random bits. */
function uuid(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
