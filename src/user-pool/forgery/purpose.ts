import { type Recipe, wrongClaims } from './workbench.ts'

/** Good signatures over claims that say: for somebody else, or for something else. */
export const purposeForgeries = {
  'id-token': { about: 'an ID token', make: bench => bench.idToken() },
  'token-use-id': wrongClaims('token_use is id', () => ({ token_use: 'id' })),
  'token-use-refresh': wrongClaims('token_use is refresh', () => ({ token_use: 'refresh' })),
  'token-use-missing': wrongClaims('no token_use', () => ({ token_use: undefined })),
  'token-use-array': wrongClaims('token_use is a list', () => ({ token_use: ['access'] })),
  'client-id-other': wrongClaims('issued to an app client that nobody knows', () => ({
    client_id: '0otherclient0otherclient00',
  })),
  'client-id-missing': wrongClaims('no client_id', () => ({ client_id: undefined })),
  'client-id-empty': wrongClaims('client_id is empty', () => ({ client_id: '' })),
  'client-id-array': wrongClaims('client_id is a list with the right one', ({ claims }) => ({
    client_id: [claims.client_id],
  })),
  'aud-other-api': {
    ...wrongClaims('aud is another API', () => ({ aud: 'https://other-api.example' })),
    onlyWith: 'audience',
  },
  'sub-missing': wrongClaims('no sub', () => ({ sub: undefined })),
  'sub-empty': wrongClaims('sub is empty', () => ({ sub: '' })),
  'sub-number': wrongClaims('sub is a number', () => ({ sub: 1 })),
  'jti-missing': wrongClaims('no jti', () => ({ jti: undefined })),
  'jti-empty': wrongClaims('jti is empty', () => ({ jti: '' })),
  'jti-number': wrongClaims('jti is a number', () => ({ jti: 1 })),
  'scope-array': wrongClaims('scope is a list', ({ claims }) => ({ scope: [claims.scope] })),
  'groups-text': wrongClaims('cognito:groups is text', () => ({ 'cognito:groups': 'admin' })),
  'cnf-present': wrongClaims('bound to a key that the sender would have to prove', () => ({
    cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' },
  })),
} satisfies Record<string, Recipe>
