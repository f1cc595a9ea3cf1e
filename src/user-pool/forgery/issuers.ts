import { randomUUID } from 'node:crypto'
import { signingKey } from '../keys/signing-keys.ts'
import { compact } from './raw-jws.ts'
import { type Recipe, wrongClaims } from './workbench.ts'

/** Good signatures over an issuer that is not quite the pool's. */
export const issuerForgeries = {
  'iss-missing': wrongClaims('no iss', () => ({ iss: undefined })),
  'iss-null': wrongClaims('iss is null', () => ({ iss: null })),
  'iss-empty': wrongClaims('iss is empty', () => ({ iss: '' })),
  'iss-array': wrongClaims('iss is a list with the right issuer', ({ claims }) => ({
    iss: [claims.iss],
  })),
  'iss-evil': wrongClaims('iss is on the host of an attacker', ({ userPoolId }) => ({
    iss: `https://attacker.example/${userPoolId}`,
  })),
  'iss-longer': wrongClaims('iss begins as the right one and goes on', ({ claims }) => ({
    iss: `${claims.iss}4`,
  })),
  'iss-shorter': wrongClaims('iss lacks the last character', ({ claims }) => ({
    iss: `${claims.iss}`.slice(0, -1),
  })),
  'iss-trailing-slash': wrongClaims('iss ends in a slash', ({ claims }) => ({
    iss: `${claims.iss}/`,
  })),
  'iss-query': wrongClaims('iss has a query', ({ claims }) => ({ iss: `${claims.iss}?a=b` })),
  'iss-upper-case': wrongClaims('scheme and host of iss in capitals', bench => ({
    iss: `${bench.origin.toUpperCase()}/${bench.userPoolId}`,
  })),
  'iss-user-info': wrongClaims('iss has a user before the host', bench => ({
    iss: `${bench.origin.replace('://', '://user@')}/${bench.userPoolId}`,
  })),
  'iss-other-region': wrongClaims('iss is a pool of another region', bench => ({
    iss: `${bench.origin}/${bench.userPoolId.replace('eu-central-1', 'us-east-1')}`,
  })),
  'iss-original-format': wrongClaims('iss is the pool on the host cognito-idp', bench => ({
    iss: `https://cognito-idp.eu-central-1.amazonaws.com/${bench.userPoolId}`,
  })),
  'iss-updated-format': wrongClaims('iss is the pool on the host issuer-cognito-idp', bench => ({
    iss: `https://issuer-cognito-idp.eu-central-1.amazonaws.com/${bench.userPoolId}`,
  })),
  'other-pool': {
    about: 'issued by another pool, with its own issuer and key',
    make: async bench => {
      const key = await bench.attackerKey()
      const iss = `${bench.origin}/eu-central-1_OtherPool`
      const header = { ...bench.header, kid: signingKey(key).kid }
      return compact(header, { ...bench.claims, iss, jti: randomUUID() }, key)
    },
  },
} satisfies Record<string, Recipe>
