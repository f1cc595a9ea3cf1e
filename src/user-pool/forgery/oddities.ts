import { compact } from './raw-jws.ts'
import { type Recipe, withClaims, wrongClaims, wrongHeader } from './workbench.ts'

const day = 24 * 3600

/** Tokens that look odd and are good all the same: refusing one would be a mistake. */
export const oddityRecipes = {
  'typ-jwt': wrongHeader('typ is JWT', () => ({ typ: 'JWT' })),
  'typ-at-jwt': wrongHeader('typ is that of RFC 9068', () => ({ typ: 'at+jwt' })),
  'unknown-header-member': wrongHeader('a header member nobody knows', () => ({ 'x-note': 1 })),
  'key-hints-in-header': wrongHeader('names another key set, which is not to be read', () => ({
    jku: 'https://attacker.example/jwks.json',
    x5u: 'https://attacker.example/certificate.pem',
  })),
  'exp-float': wrongClaims('exp has a fraction (RFC 7519 section 2)', ({ claims }) => ({
    exp: Number(claims.exp) + 0.5,
  })),
  'iat-float': wrongClaims('iat has a fraction', ({ claims }) => ({
    iat: Number(claims.iat) - 0.5,
  })),
  'exp-in-24-hours': wrongClaims('good for 24 hours, the most Cognito allows', ({ claims }) => ({
    exp: Number(claims.iat) + day,
  })),
  'nbf-past': wrongClaims('has nbf, of now', ({ now }) => ({ nbf: now })),
  'unknown-claims': wrongClaims('claims nobody knows, of every JSON type', () => ({
    'custom:tenant': 'a',
    flags: [true, null, 1.5],
    nested: { deep: { deeper: {} } },
  })),
  'prototype-claims': {
    about: 'claims named __proto__ and constructor',
    make: bench => {
      const json = JSON.stringify(bench.claims).slice(0, -1)
      const payload = `${json},"__proto__":{"scope":"a"},"constructor":{"prototype":{"scope":"b"}}}`
      return compact(bench.header, payload, bench.key.privateKey)
    },
  },
  'optional-claims-missing': wrongClaims('none of the claims that Cognito may leave out', () => ({
    'cognito:groups': undefined,
    version: undefined,
    origin_jti: undefined,
    event_id: undefined,
    auth_time: undefined,
  })),
  'sub-not-a-uuid': wrongClaims('sub is no UUID, and the username another', () => ({
    sub: 'a|b:c',
    username: 'Zoë 🙂',
  })),
  'aud-unasked-for': wrongClaims('bound to an address, where no audience is demanded', () => ({
    aud: 'https://api.example',
  })),
  'scope-extra-spaces': wrongClaims('more than one space around scopes', ({ claims }) => ({
    scope: `  ${String(claims.scope).replaceAll(' ', '   ')} `,
  })),
  'scope-repeated': wrongClaims('a scope named twice', ({ claims }) => ({
    scope: `${claims.scope} ${claims.scope}`,
  })),
  'json-spelling': {
    about: 'white space and escapes in the JSON',
    make: bench => {
      const payload = JSON.stringify(bench.claims, null, '\t').replace('"sub"', '"\\u0073ub"')
      return compact(` ${JSON.stringify(bench.header)}\n`, payload, bench.key.privateKey)
    },
  },
  long: {
    about: 'nearly 8 KiB long',
    make: bench => {
      const spare = 8192 - withClaims(bench, { note: '' }).length
      return withClaims(bench, { note: 'x'.repeat(Math.floor(spare * 0.75) - 4) })
    },
  },
} satisfies Record<string, Recipe>
