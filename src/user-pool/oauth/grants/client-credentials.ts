import { standardScopes } from '../../scope-names.ts'
import { OAuthError } from '../oauth-error.ts'
import type { Grant } from './grant.ts'

/**
 * RFC 6749 section 4.4. Gives custom scopes only, all those of the client if none are asked for.
 * Where AWS contradicts itself about a scope that the client may not have, this pool refuses.
 */
export const clientCredentials: Grant = async ({ pool, client, form }) => {
  if (!client.flows.includes('client_credentials')) throw new OAuthError('unauthorized_client')
  const allowed = client.scopes.filter(scope => !standardScopes.includes(scope))
  const requested = [...new Set(form.get('scope')?.split(' '))].filter(scope => scope !== '')
  if (!requested.every(scope => allowed.includes(scope))) throw new OAuthError('invalid_scope')
  const scopes = requested.length === 0 ? allowed : requested
  const expiresIn = client.accessTokenLifetime
  return {
    access_token: await pool.tokens.machineToken({ clientId: client.id, scopes, expiresIn }),
    expires_in: expiresIn,
    token_type: 'Bearer',
  }
}
