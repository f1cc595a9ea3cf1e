import { compact, encode, type Part, split } from './raw-jws.ts'
import { type Recipe, withClaims, wrongText } from './workbench.ts'

/** Tokens whose header or payload is not the JSON object it has to be, and signatures that are not. */
export const contentForgeries = {
  'header-not-json': signedHeader('the header is no JSON', '{alg:RS256}'),
  'header-array': signedHeader('the header is an array', ['RS256']),
  'header-null': signedHeader('the header is null', 'null'),
  'header-text': signedHeader('the header is a JSON string', '"RS256"'),
  'header-empty-object': signedHeader('the header has no members', {}),
  'header-bom': {
    about: 'a byte order mark before the header',
    make: bench =>
      compact(`\uFEFF${JSON.stringify(bench.header)}`, bench.claims, bench.key.privateKey),
  },
  'payload-not-json': signedPayload('the payload is no JSON', '{sub:1}'),
  'payload-array': signedPayload('the payload is an array', []),
  'payload-null': signedPayload('the payload is null', 'null'),
  'payload-text': signedPayload('the payload is a JSON string', '"alice"'),
  'payload-number': signedPayload('the payload is a number', '1'),
  'payload-empty-object': signedPayload('the payload has no claims', {}),
  'payload-nested-arrays': signedPayload(
    'the payload is 2,000 arrays in one another',
    `${'['.repeat(2000)}${']'.repeat(2000)}`,
  ),
  'payload-bom': {
    about: 'a byte order mark before the payload',
    make: bench =>
      compact(bench.header, `\uFEFF${JSON.stringify(bench.claims)}`, bench.key.privateKey),
  },
  'payload-invalid-utf8': {
    about: 'bytes in a claim of the payload that are no UTF-8',
    make: bench => {
      const json = JSON.stringify({ ...bench.claims, note: '?' })
      const bytes = Buffer.from(json)
      bytes[json.lastIndexOf('?')] = 0xff
      return compact(bench.header, bytes, bench.key.privateKey)
    },
  },
  'payload-tampered': {
    about: 'a claim changed after signing',
    make: bench => {
      const [header, , signature] = split(withClaims(bench, {}))
      const claims = { ...bench.claims, 'cognito:groups': ['admin', 'owner'] }
      return `${header}.${encode(claims)}.${signature}`
    },
  },
  'header-tampered': {
    about: 'a header member added after signing',
    make: bench => {
      const [, payload, signature] = split(withClaims(bench, {}))
      return `${encode({ ...bench.header, typ: 'at+jwt', note: 1 })}.${payload}.${signature}`
    },
  },
  'signature-empty': wrongSignature('an empty signature', () => Buffer.alloc(0)),
  'signature-truncated': wrongSignature('the last byte of the signature is missing', signature =>
    signature.subarray(0, -1),
  ),
  'signature-extended': wrongSignature('a byte after the signature', signature =>
    Buffer.concat([signature, Buffer.alloc(1)]),
  ),
  'signature-zeros': wrongSignature('a signature of zeros', ({ length }) => Buffer.alloc(length)),
  'signature-of-another-token': {
    about: 'the signature of another good token of the pool',
    make: bench => {
      const [header, payload] = split(withClaims(bench, {}))
      const [, , signature] = split(withClaims(bench, { jti: 'another' }))
      return `${header}.${payload}.${signature}`
    },
  },
} satisfies Record<string, Recipe>

function signedHeader(about: string, header: Part): Recipe {
  return { about, make: bench => compact(header, bench.claims, bench.key.privateKey) }
}

function signedPayload(about: string, payload: Part): Recipe {
  return { about, make: bench => compact(bench.header, payload, bench.key.privateKey) }
}

function wrongSignature(about: string, change: (signature: Buffer) => Buffer): Recipe {
  return wrongText(about, token => {
    const [header, payload, signature] = split(token)
    const changed = change(Buffer.from(signature, 'base64url'))
    return `${header}.${payload}.${changed.toString('base64url')}`
  })
}
