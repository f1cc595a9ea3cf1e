import * as oidc from 'openid-client'
import { limitedFetch } from '../../limited-fetch.ts'
import { CommandError } from '../command.ts'
import { unreachable } from '../unreachable.ts'
import type { Place } from './place.ts'

/** Seconds that the user pool may take for an answer. */
const deadline = 10

/**
 * Asks the issuer what it offers, as a public client that checks signatures.
 *
 * @throws {CommandError} the user pool does not answer, or is another one
 */
export async function connect(place: Place): Promise<oidc.Configuration> {
  const { issuer, clientId, jwksUri, clockTolerance } = place
  // The settings admit http on loopback only.
  const isInsecure = (...addresses: string[]) => addresses.some(url => url.startsWith('http:'))
  const execute = isInsecure(issuer) ? [oidc.allowInsecureRequests] : []
  const options = { timeout: deadline, execute, [oidc.customFetch]: limitedFetch }
  const found = await oidc
    .discovery(new URL(issuer), clientId, undefined, oidc.None(), options)
    .catch((error: Error) => {
      throw new CommandError(explain(error, place))
    })
  const domain = place.domain ?? domainOf(found.serverMetadata())
  const server = { issuer, jwks_uri: jwksUri, ...endpoints(domain) }
  const metadata = { [oidc.clockTolerance]: clockTolerance }
  const connection = new oidc.Configuration(server, clientId, metadata, oidc.None())
  connection.timeout = deadline
  connection[oidc.customFetch] = limitedFetch
  oidc.enableNonRepudiationChecks(connection)
  if (isInsecure(issuer, jwksUri, domain)) oidc.allowInsecureRequests(connection)
  return connection
}

/** @throws {CommandError} the user pool has none */
function domainOf({ issuer, authorization_endpoint }: oidc.ServerMetadata): string {
  if (authorization_endpoint !== undefined) return new URL(authorization_endpoint).origin
  throw new CommandError(
    `The user pool ${issuer} has no domain: give it one, or set COGNITO_DOMAIN.`,
  )
}

/** Cognito's paths (AWS: "User pool endpoints reference"). */
function endpoints(domain: string) {
  return {
    authorization_endpoint: `${domain}/oauth2/authorize`,
    token_endpoint: `${domain}/oauth2/token`,
    revocation_endpoint: `${domain}/oauth2/revoke`,
  }
}

function explain(error: Error, { issuer, localPool }: Place): string {
  const reason = unreachable(error)
  if (localPool !== undefined) {
    return reason === undefined
      ? `At ${localPool.origin} is another user pool than that of this folder: stop it, then npm start.`
      : `The local user pool at ${localPool.origin} does not answer (${reason}): start it with npm start.`
  }
  return reason === undefined
    ? `${issuer} is no user pool: correct COGNITO_USER_POOL_ID or COGNITO_ISSUER.`
    : `${issuer} does not answer (${reason}): check the network, then COGNITO_USER_POOL_ID.`
}
