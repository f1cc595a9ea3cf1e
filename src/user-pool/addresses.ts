/** The addresses of a pool. Cognito spreads them over two hosts; here all are on one origin. */
export interface Addresses {
  /** Scheme, host and port, without a trailing slash. */
  readonly origin: string
  /** `<origin>/<user pool id>`: the `iss` of every token. */
  readonly issuer: string
  readonly jwksUri: string
  readonly openidConfigurationUri: string
  readonly tokenEndpoint: string
}

export const keySetPath = '/.well-known/jwks.json'
export const openidConfigurationPath = '/.well-known/openid-configuration'
export const tokenPath = '/oauth2/token'

export function addressesOf(origin: string, userPoolId: string): Addresses {
  const issuer = `${origin}/${userPoolId}`
  return {
    origin,
    issuer,
    jwksUri: `${issuer}${keySetPath}`,
    openidConfigurationUri: `${issuer}${openidConfigurationPath}`,
    tokenEndpoint: `${origin}${tokenPath}`,
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
