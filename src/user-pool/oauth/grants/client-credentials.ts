import { machineScopes } from '../../tokens/machine-scopes.ts'
import { OAuthError } from '../oauth-error.ts'
import type { Grant } from './grant.ts'

/** RFC 6749 section 4.4. */
export const clientCredentials: Grant = async ({ pool, client, form }) => {
  if (!client.flows.includes('client_credentials')) throw new OAuthError('unauthorized_client')
  const scopes = machineScopes(client, form.get('scope')?.split(' '))
  if (scopes === undefined) throw new OAuthError('invalid_scope')
  const expiresIn = client.accessTokenLifetime
  return {
    access_token: await pool.tokens.machineToken({ clientId: client.id, scopes, expiresIn }),
    expires_in: expiresIn,
    token_type: 'Bearer',
  }
}
