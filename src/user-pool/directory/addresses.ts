import type { IssuerForm } from '../configuration/configuration.ts'

/** The addresses of a pool. Cognito spreads them over two hosts; here all are on one origin. */
export interface Addresses {
  /** Scheme, host and port, without a trailing slash. */
  readonly origin: string
  /** The `iss` of every token. */
  readonly issuer: string
  readonly jwksUri: string
  readonly openidConfigurationUri: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly userInfoEndpoint: string
  readonly revocationEndpoint: string
}

export const keySetPath = '/.well-known/jwks.json'
export const openidConfigurationPath = '/.well-known/openid-configuration'
export const authorizationPath = '/oauth2/authorize'
export const tokenPath = '/oauth2/token'
export const userInfoPath = '/oauth2/userInfo'
export const revocationPath = '/oauth2/revoke'

/**
 * Where the issuer is on the origin. On AWS the two forms differ in their host, which is
 * `issuer-cognito-idp` in the updated one; here they differ in the path.
 */
export function issuerPath(userPoolId: string, form: IssuerForm): string {
  return form === 'updated' ? `/issuer-cognito-idp/${userPoolId}` : `/${userPoolId}`
}

export function addressesOf(origin: string, userPoolId: string, form: IssuerForm): Addresses {
  const issuer = `${origin}${issuerPath(userPoolId, form)}`
  return {
    origin,
    issuer,
    jwksUri: `${issuer}${keySetPath}`,
    openidConfigurationUri: `${issuer}${openidConfigurationPath}`,
    authorizationEndpoint: `${origin}${authorizationPath}`,
    tokenEndpoint: `${origin}${tokenPath}`,
    userInfoEndpoint: `${origin}${userInfoPath}`,
    revocationEndpoint: `${origin}${revocationPath}`,
  }
}

/** @throws TypeError unless the text is an http or https origin; a trailing slash is forgiven */
export function parseOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin =
    url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
  if (!isOrigin) {
    throw new TypeError(`User pool origin ${text} is not an origin such as http://localhost:4100`)
  }
  return url.origin
}
