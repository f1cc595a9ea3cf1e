import { type Recipe, wrongHeader } from './workbench.ts'

/** Good signatures under a header that says something a verifier must not pass over. */
export const headerForgeries = {
  'crit-unknown': wrongHeader('demands an extension nobody knows', () => ({
    crit: ['x-unknown'],
    'x-unknown': true,
  })),
  'crit-b64-false': wrongHeader('demands an unencoded payload (RFC 7797)', () => ({
    crit: ['b64'],
    b64: false,
  })),
  'crit-empty': wrongHeader('crit is an empty list', () => ({ crit: [] })),
  'crit-null': wrongHeader('crit is null', () => ({ crit: null })),
  'typ-dpop': wrongHeader('typ is that of a DPoP proof', () => ({ typ: 'dpop+jwt' })),
  'typ-logout': wrongHeader('typ is that of a logout token', () => ({ typ: 'logout+jwt' })),
  'typ-empty': wrongHeader('typ is empty', () => ({ typ: '' })),
  'typ-number': wrongHeader('typ is a number', () => ({ typ: 1 })),
  'cty-jwt': wrongHeader('cty says that the payload is a token itself', () => ({ cty: 'JWT' })),
} satisfies Record<string, Recipe>
