import { type Recipe, type Workbench, withLiteral, wrongClaims } from './workbench.ts'

const hour = 3600

/** Good signatures over times that are wrong by more than any clock tolerance. */
export const timeForgeries = {
  'exp-missing': wrongClaims('no exp', () => ({ exp: undefined })),
  'exp-null': wrongClaims('exp is null', () => ({ exp: null })),
  'exp-string': wrongClaims('exp is text', ({ claims }) => ({ exp: `${claims.exp}` })),
  'exp-array': wrongClaims('exp is a list', ({ claims }) => ({ exp: [claims.exp] })),
  'exp-infinite': literal('exp is 1e999', 'exp', '1e999'),
  'exp-nan': literal('exp is NaN, which is no JSON', 'exp', 'NaN'),
  'exp-absurd': literal('exp is 1e308', 'exp', '1e308'),
  'exp-minus-1e20': literal('exp is -1e20', 'exp', '-1e20'),
  'exp-zero': wrongClaims('exp is 0', () => ({ exp: 0 })),
  'exp-past': wrongClaims('ran out an hour ago', ({ now }) => ({
    iat: now - 2 * hour,
    auth_time: now - 2 * hour,
    exp: now - hour,
  })),
  'exp-now': {
    ...wrongClaims('runs out this very second', ({ now }) => ({
      iat: now - hour,
      auth_time: now - hour,
      exp: now,
    })),
    onlyWith: 'zero-tolerance',
  },
  'exp-too-far': wrongClaims('good for 25 hours, Cognito’s limit being 24', bench => ({
    exp: Number(bench.claims.iat) + 25 * hour,
  })),
  'nbf-future': wrongClaims('not valid before an hour from now', ({ now }) => ({
    nbf: now + hour,
  })),
  'nbf-1e20': literal('nbf is 1e20', 'nbf', '1e20'),
  'nbf-string': wrongClaims('nbf is text', ({ now }) => ({ nbf: `${now}` })),
  'iat-missing': wrongClaims('no iat', () => ({ iat: undefined })),
  'iat-null': wrongClaims('iat is null', () => ({ iat: null })),
  'iat-string': wrongClaims('iat is text', ({ claims }) => ({ iat: `${claims.iat}` })),
  'iat-future': wrongClaims('issued an hour from now', ({ now }) => ({
    iat: now + hour,
    exp: now + 2 * hour,
  })),
  'auth-time-string': wrongClaims('auth_time is text', ({ now }) => ({ auth_time: `${now}` })),
} satisfies Record<string, Recipe>

function literal(about: string, claim: string, text: string): Recipe {
  return { about, make: (bench: Workbench) => withLiteral(bench, claim, text) }
}
