import { constants, createHmac, createPublicKey, sign } from 'node:crypto'
import type { Claims } from '../tokens/claims.ts'
import { encode } from './raw-jws.ts'
import { type Recipe, type Workbench, wrongHeader } from './workbench.ts'

/** Tokens that would have a verifier use another algorithm than RS256 (RFC 8725 section 2.1). */
export const algorithmForgeries = {
  'alg-none': unsigned('none'),
  'alg-none-capitalised': unsigned('None'),
  'alg-none-mixed-case': unsigned('nOnE'),
  'alg-none-upper-case': unsigned('NONE'),
  'alg-none-with-signature': labelled('none'),
  'alg-missing': wrongHeader('no alg in the header', () => ({ alg: undefined })),
  'alg-empty': labelled(''),
  'alg-lower-case': labelled('rs256'),
  'alg-number': wrongHeader('alg is a number', () => ({ alg: 256 })),
  'alg-array': wrongHeader('alg is an array', () => ({ alg: ['RS256'] })),
  'alg-rs384-label': labelled('RS384'),
  'alg-ps256-label': labelled('PS256'),
  'alg-es256-label': labelled('ES256'),
  'alg-eddsa-label': labelled('EdDSA'),
  'alg-hs256-label': labelled('HS256'),
  'alg-rs384': otherwiseSigned('RS384', ({ key }, input) => sign('sha384', input, key.privateKey)),
  'alg-rs512': otherwiseSigned('RS512', ({ key }, input) => sign('sha512', input, key.privateKey)),
  'alg-ps256': otherwiseSigned('PS256', ({ key }, input) =>
    sign('sha256', input, {
      key: key.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }),
  ),
  'hs256-public-key-as-pem': hmac('the public key as PEM', publicPem),
  'hs256-public-key-as-pem-trimmed': hmac(
    'the public key as PEM without its last line feed',
    bench => publicPem(bench).trimEnd(),
  ),
  'hs256-public-key-as-jwk': hmac('the public key as JWK', ({ key }) =>
    JSON.stringify(key.publicJwk),
  ),
  'hs256-modulus': hmac('the bytes of the modulus', ({ key }) =>
    Buffer.from(key.publicJwk.n, 'base64url'),
  ),
  'hs256-empty-secret': hmac('nothing', () => ''),
} satisfies Record<string, Recipe>

function unsigned(alg: string): Recipe {
  return {
    about: `alg ${alg} and an empty signature`,
    make: bench => `${signingInput(bench, { alg })}.`,
  }
}

function labelled(alg: string): Recipe {
  return wrongHeader(`alg "${alg}" over a signature that is RS256`, () => ({ alg }))
}

function otherwiseSigned(
  alg: string,
  signature: (bench: Workbench, input: Buffer) => Buffer,
): Recipe {
  return {
    about: `really signed with ${alg} by the key of the pool`,
    make: bench => {
      const input = signingInput(bench, { alg })
      return `${input}.${signature(bench, Buffer.from(input)).toString('base64url')}`
    },
  }
}

function hmac(what: string, secret: (bench: Workbench) => string | Buffer): Recipe {
  return {
    about: `HS256 with ${what} as the secret`,
    make: bench => {
      const input = signingInput(bench, { alg: 'HS256' })
      return `${input}.${createHmac('sha256', secret(bench)).update(input).digest('base64url')}`
    },
  }
}

function signingInput(bench: Workbench, header: Claims): string {
  return `${encode({ ...bench.header, ...header })}.${encode(bench.claims)}`
}

function publicPem({ key }: Workbench): string {
  return createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }).toString()
}
