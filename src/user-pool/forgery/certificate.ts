import { createPublicKey, type KeyObject, sign } from 'node:crypto'

/**
 * A self-signed X.509 certificate (RFC 5280 section 4.1) in DER, real enough to fool a verifier
 * that trusts what a token brings along.
 */
export function selfSignedCertificate(privateKey: KeyObject): Buffer {
  const name = sequence(tagged(0x31, sequence(commonName, tagged(0x0c, Buffer.from('attacker')))))
  const validity = sequence(utcTime('250101000000Z'), utcTime('491231235959Z'))
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const serialNumber = tagged(0x02, Buffer.of(1))
  const content = sequence(serialNumber, sha256WithRsa, name, validity, name, publicKey)
  return sequence(content, sha256WithRsa, bitString(sign('sha256', content, privateKey)))
}

/** 2.5.4.3 */
const commonName = tagged(0x06, Buffer.from('550403', 'hex'))
/** 1.2.840.113549.1.1.11, with NULL for parameters */
const sha256WithRsa = sequence(
  tagged(0x06, Buffer.from('2a864886f70d01010b', 'hex')),
  tagged(0x05, Buffer.alloc(0)),
)

function sequence(...items: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(items))
}

function utcTime(text: string): Buffer {
  return tagged(0x17, Buffer.from(text))
}

function bitString(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.of(0), bytes]))
}

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), derLength(content.length), content])
}

/** One byte below 128, else two of them; nothing in here is from 128 to 255 bytes long. */
function derLength(length: number): Buffer {
  return length < 128 ? Buffer.of(length) : Buffer.of(0x82, length >> 8, length & 0xff)
}
