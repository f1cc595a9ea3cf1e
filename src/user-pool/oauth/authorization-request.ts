import type { AppClient } from '../directory/app-client.ts'
import type { Directory } from '../directory/directory.ts'
import { AuthorizationError, PageError } from './authorization-error.ts'
import { type Parameters, readParameters } from './parameters.ts'

/** Who asks, and where the answer goes: known to be registered. */
export interface Requester {
  readonly client: AppClient
  readonly redirectUri: string
  /** Given back as it came. */
  readonly state: string | undefined
}

/** A request for authorization that may be granted: RFC 6749 section 4.1.1, RFC 7636, RFC 8707. */
export interface AuthorizationRequest extends Requester {
  readonly responseType: 'code' | 'token'
  /** Full names, each once. */
  readonly scopes: readonly string[]
  readonly nonce: string | undefined
  /** Of method S256. */
  readonly codeChallenge: string | undefined
  readonly prompt: 'none' | 'login' | undefined
  readonly loginHint: string | undefined
  readonly resource: string | undefined
}

/** @throws PageError unless client and callback are known, so that nobody else is ever sent to */
export function readRequester(query: unknown, directory: Directory): Requester {
  const { parameters } = readParameters(query)
  const client = readClient(parameters, directory)
  const redirectUri = parameters.get('redirect_uri')
  if (redirectUri === undefined) {
    throw new PageError('missing_redirect_uri', { client_id: client.id })
  }
  if (!client.callbackUrls.includes(redirectUri)) {
    throw new PageError('redirect_mismatch', { client_id: client.id, redirect_uri: redirectUri })
  }
  return { client, redirectUri, state: parameters.get('state') }
}

/** @throws PageError */
export function readClient(parameters: Parameters, { clients }: Directory): AppClient {
  const clientId = parameters.get('client_id')
  if (clientId === undefined) throw new PageError('missing_client_id')
  const client = clients.find(({ id }) => id === clientId)
  if (client === undefined) throw new PageError('unknown_client', { client_id: clientId })
  return client
}

/** @throws AuthorizationError, which the requester is to be told */
export function readAuthorizationRequest(
  query: unknown,
  requester: Requester,
): AuthorizationRequest {
  const { parameters, isRepeated } = readParameters(query)
  if (isRepeated) throw new AuthorizationError('invalid_request')
  const provider = parameters.get('identity_provider')
  if (provider !== undefined && provider !== 'COGNITO') {
    throw new AuthorizationError('invalid_request')
  }
  return {
    ...requester,
    responseType: readResponseType(parameters, requester.client),
    scopes: readScopes(parameters, requester.client),
    nonce: parameters.get('nonce'),
    codeChallenge: readCodeChallenge(parameters),
    prompt: readPrompt(parameters),
    loginHint: parameters.get('login_hint'),
    resource: readResource(parameters),
  }
}

function readResponseType(parameters: Parameters, { flows }: AppClient): 'code' | 'token' {
  const responseType = parameters.get('response_type')
  if (responseType !== 'code' && responseType !== 'token') {
    throw new AuthorizationError('invalid_request')
  }
  if (!flows.includes(responseType === 'code' ? 'code' : 'implicit')) {
    throw new AuthorizationError('unauthorized_client')
  }
  return responseType
}

/** Cognito calls a scope that the client does not have an invalid request, and says which in words. */
function readScopes(parameters: Parameters, { scopes }: AppClient): readonly string[] {
  const requested = [...new Set(parameters.get('scope')?.split(' '))].filter(name => name !== '')
  if (requested.length === 0) return scopes
  const needOpenid = ['email', 'phone', 'profile'].some(name => requested.includes(name))
  if (
    !requested.every(name => scopes.includes(name)) ||
    (needOpenid && !requested.includes('openid'))
  ) {
    throw new AuthorizationError('invalid_request', 'invalid_scope')
  }
  return requested
}

/** Both or neither, and never `plain`. A challenge is a SHA-256 digest in base64url. */
function readCodeChallenge(parameters: Parameters): string | undefined {
  const challenge = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method')
  if (challenge === undefined && method === undefined) return undefined
  if (method !== 'S256' || challenge === undefined || !/^[\w-]{43}$/.test(challenge)) {
    throw new AuthorizationError('invalid_request')
  }
  return challenge
}

/** Other values are for other identity providers, to which Cognito would forward them. */
function readPrompt(parameters: Parameters): 'none' | 'login' | undefined {
  const values = parameters.get('prompt')?.split(' ') ?? []
  if (values.includes('none')) {
    if (values.length > 1) throw new AuthorizationError('invalid_request')
    return 'none'
  }
  return values.includes('login') ? 'login' : undefined
}

/** An absolute URL without a fragment; plain http for localhost only. */
function readResource(parameters: Parameters): string | undefined {
  const resource = parameters.get('resource')
  if (resource === undefined) return undefined
  const url = URL.canParse(resource) ? new URL(resource) : undefined
  const isPlain = url?.protocol === 'http:' && url.hostname !== 'localhost'
  if (url === undefined || isPlain || resource.includes('#')) {
    throw new AuthorizationError('invalid_request')
  }
  return resource
}
