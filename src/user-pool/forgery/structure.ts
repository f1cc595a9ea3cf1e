import { createPublicKey } from 'node:crypto'
import { encode, signed, split } from './raw-jws.ts'
import { type Recipe, type Workbench, withClaims, wrongText } from './workbench.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Tokens that are not three parts of canonical base64url (RFC 7515 sections 2 and 3.1). */
export const structureForgeries = {
  'one-part': wrongText('the header part alone', token => split(token)[0]),
  'two-parts': wrongText('header and payload without a signature part', token =>
    split(token).slice(0, 2).join('.'),
  ),
  'four-parts': wrongText('a fourth part', token => `${token}.AAAA`),
  'only-dots': wrongText('three empty parts', () => '..'),
  'header-part-empty': wrongText('an empty header part', token =>
    ['', ...split(token).slice(1)].join('.'),
  ),
  'payload-part-empty': wrongText('an empty payload part, as a detached one', token => {
    const [header, , signature] = split(token)
    return `${header}..${signature}`
  }),
  jwe: {
    about: 'five parts: encrypted to the public key of the pool',
    make: async bench => {
      const { CompactEncrypt } = await import('jose/jwe/compact/encrypt')
      return new CompactEncrypt(Buffer.from(withClaims(bench, {})))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT', kid: bench.key.kid })
        .encrypt(createPublicKey(bench.key.privateKey))
    },
  },
  'padding-on-header': {
    about: 'base64 padding on the header part, under the signature',
    make: bench => respelled(bench, 'header', padded),
  },
  'padding-on-payload': {
    about: 'base64 padding on the payload part, under the signature',
    make: bench => respelled(bench, 'payload', padded),
  },
  'padding-on-signature': wrongText('base64 padding on the signature part', token => `${token}==`),
  'unused-bits-of-header': {
    about: 'unused bits set in the last character of the header part, under the signature',
    make: bench => respelled(bench, 'header', flipLastBit),
  },
  'unused-bits-of-payload': {
    about: 'unused bits set in the last character of the payload part, under the signature',
    make: bench => respelled(bench, 'payload', flipLastBit),
  },
  'unused-bits-of-signature': wrongText(
    'unused bits set in the last character of the signature: another spelling of a good token',
    flipLastBit,
  ),
  'standard-alphabet': {
    about: '+ in place of - in the payload part, under the signature',
    make: bench => {
      // Wherever it falls, a run of tildes has a - in base64url.
      const tildes = { ...bench, claims: { ...bench.claims, note: '~~~~~~' } }
      return respelled(tildes, 'payload', part => part.replaceAll('-', '+'))
    },
  },
  'space-inside': malformedHeader('a space after the first dot', token => token.replace('.', '. ')),
  'tab-inside': malformedHeader('a tab after the first dot', token => token.replace('.', '.\t')),
  'newline-at-end': malformedHeader('a line feed at the end', token => `${token}\n`),
  'nul-at-end': malformedHeader('a NUL at the end', token => `${token}\0`),
  'latin-1-at-end': wrongText('a character beyond ASCII at the end', token => `${token}é`),
  quoted: wrongText('quotation marks around the token', token => `"${token}"`),
  'percent-encoded-dots': wrongText('dots written as %2E', token => token.replaceAll('.', '%2E')),
  'too-long': {
    about: 'longer than 8 KiB',
    make: bench => withClaims(bench, { note: 'x'.repeat(7000) }),
  },
} satisfies Record<string, Recipe>

function malformedHeader(about: string, spoil: (token: string) => string): Recipe {
  return { ...wrongText(about, spoil), malformedHeader: true }
}

/** Signs header and payload after one of them was spelled in another way that decodes to the same. */
function respelled(
  bench: Workbench,
  which: 'header' | 'payload',
  respell: (part: string) => string,
): string {
  const parts = { header: uneven(bench.header), payload: uneven(bench.claims) }
  parts[which] = respell(parts[which])
  return signed(`${parts.header}.${parts.payload}`, bench.key.privateKey)
}

/** JSON of a length that leaves one byte over from threes, so that there are unused bits. */
function uneven(value: object): string {
  const json = JSON.stringify(value)
  return encode(json + ' '.repeat((4 - (Buffer.byteLength(json) % 3)) % 3))
}

function padded(part: string): string {
  return part.padEnd(Math.ceil(part.length / 4) * 4, '=')
}

function flipLastBit(part: string): string {
  const last = alphabet.indexOf(part.slice(-1))
  return `${part.slice(0, -1)}${alphabet[last ^ 1]}`
}
