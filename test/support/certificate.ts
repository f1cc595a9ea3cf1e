import { selfSignedCertificate } from '../../src/user-pool/forgery/certificate.ts'
import { toPem } from '../../src/user-pool/keys/signing-keys.ts'
import { stockedKey } from './stocked-keys.ts'

export interface Certificate {
  /** The private key, in PEM. */
  readonly key: string
  /** In PEM. */
  readonly cert: string
}

/** A certificate that only who has it believes; another one for each name. */
export function certificate(name: string): Certificate {
  const key = stockedKey(`certificate-${name}`)
  const der = selfSignedCertificate(key).toString('base64')
  return {
    key: toPem(key),
    cert: `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`,
  }
}
