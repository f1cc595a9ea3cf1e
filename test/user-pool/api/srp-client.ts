import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js'
import type { UserPool } from '../../../src/user-pool/index.ts'

/** Keeps what the library would keep in the browser. */
function memoryStorage() {
  const items = new Map<string, string>()
  return {
    setItem: (name: string, value: string) => void items.set(name, value),
    getItem: (name: string) => items.get(name) ?? null,
    removeItem: (name: string) => void items.delete(name),
    clear: () => items.clear(),
  }
}

/** Cognito's own library for browsers, unmodified but for the endpoint. */
export function libraryUser(pool: UserPool, username: string, client = 'web'): CognitoUser {
  const Storage = memoryStorage()
  const userPool = new CognitoUserPool({
    UserPoolId: pool.userPoolId,
    ClientId: pool.client(client).id,
    endpoint: `${pool.origin}/`,
    Storage,
  })
  return new CognitoUser({ Username: username, Pool: userPool, Storage })
}

/** What `authenticateUser` ends in. */
export type Outcome =
  | { readonly kind: 'session' }
  | { readonly kind: 'failure'; readonly error: Error }
  | { readonly kind: 'new password'; readonly attributes: Record<string, string> }
  | { readonly kind: 'totp' }

/** Signs in with the real arithmetic of SRP. */
export function authenticate(user: CognitoUser, password: string): Promise<Outcome> {
  const details = new AuthenticationDetails({ Username: user.getUsername(), Password: password })
  return new Promise(resolve => {
    user.authenticateUser(details, {
      onSuccess: () => resolve({ kind: 'session' }),
      onFailure: (error: Error) => resolve({ kind: 'failure', error }),
      newPasswordRequired: (attributes: Record<string, string>) =>
        resolve({ kind: 'new password', attributes }),
      totpRequired: () => resolve({ kind: 'totp' }),
    })
  })
}
