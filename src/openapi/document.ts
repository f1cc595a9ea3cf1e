import { securitySchemeName } from '../cognito/index.ts'

export interface DocumentOptions {
  version: string
  /** This API as its callers see it. */
  publicUrl: string
  /** Origin of the OAuth endpoints (the user pool domain), if it is known. */
  userPoolDomain: string | undefined
  resourceServerId: string
  /** Full scope names, each with what it permits. */
  scopes: Readonly<Record<string, string>>
}

/** The head of the OpenAPI document; the operations come from the routes. */
export function documentHead({ version, publicUrl, userPoolDomain, scopes }: DocumentOptions) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Orders',
      version,
      summary: 'An orders service protected by Amazon Cognito access tokens.',
      description: [
        'Send an access token of the user pool with every request: `Authorization: Bearer <token>`.',
        'An ID token is refused. Each operation names the scopes and groups it demands.',
        '',
        'Every error is a problem (RFC 9457); its `code` is stable and explained at `/problems`.',
        '',
        'An answer has an `X-Request-Id` to quote and a `Traceresponse`; what is not valid HTTP is answered without both.',
        'Once half of the limit of requests is used, `RateLimit` and `RateLimit-Policy` tell what is left.',
      ].join('\n'),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl, description: 'This API' }],
    tags: [
      { name: 'token', description: 'The presented access token: what it says, and its end.' },
      { name: 'orders', description: "The caller's own orders." },
      { name: 'admin', description: "Everyone's orders, and revocations, for the group `admin`." },
      { name: 'service', description: 'About the service itself.' },
    ],
    components: {
      securitySchemes: {
        [securitySchemeName]:
          userPoolDomain === undefined ? bearerScheme : oauth2Scheme(userPoolDomain, scopes),
      },
    },
  }
}

const description = 'An access token of the user pool.'

const bearerScheme = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description }

function oauth2Scheme(userPoolDomain: string, scopes: Readonly<Record<string, string>>) {
  const tokenUrl = `${userPoolDomain}/oauth2/token`
  const authorizationUrl = `${userPoolDomain}/oauth2/authorize`
  return {
    type: 'oauth2',
    description,
    flows: {
      authorizationCode: { authorizationUrl, tokenUrl, refreshUrl: tokenUrl, scopes },
      clientCredentials: { tokenUrl, scopes },
    },
  }
}
