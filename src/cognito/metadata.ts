import type { RouteOptions } from 'fastify'

/** Where the metadata of a protected resource is served (RFC 9728 section 3). */
const wellKnownPath = '/.well-known/oauth-protected-resource'

/** The protected resource metadata document (RFC 9728 section 2). */
interface ProtectedResourceMetadata {
  resource: string
  authorization_servers: readonly string[]
  scopes_supported: readonly string[]
  bearer_methods_supported: readonly ['header']
}

/**
 * The address of the metadata of a resource: the well-known path goes between host and path
 * (RFC 9728 section 3.1).
 */
export function metadataUrl(resource: string): URL {
  const url = new URL(resource)
  const path = url.pathname === '/' ? '' : url.pathname
  return new URL(`${wellKnownPath}${path}${url.search}`, url)
}

const listOfText = { type: 'array', items: { type: 'string' } } as const

const schema = {
  operationId: 'getProtectedResourceMetadata',
  summary: 'Where to get access tokens for this API',
  description: 'OAuth 2.0 protected resource metadata (RFC 9728).',
  tags: ['service'],
  response: {
    200: {
      description: 'The metadata document.',
      type: 'object',
      properties: {
        resource: { type: 'string', description: 'This API.' },
        authorization_servers: {
          ...listOfText,
          description: 'The issuers whose tokens it accepts.',
        },
        scopes_supported: { ...listOfText, description: 'Scopes its operations demand.' },
        bearer_methods_supported: { ...listOfText, description: 'How to send a token.' },
      },
      required: [
        'resource',
        'authorization_servers',
        'scopes_supported',
        'bearer_methods_supported',
      ],
    },
  },
} as const

/**
 * The route that serves the metadata.
 *
 * @param scopes the scopes routes demand; may still grow until the server is ready
 */
export function metadataRoute(
  resource: string,
  issuers: readonly string[],
  scopes: ReadonlySet<string>,
): RouteOptions {
  return {
    method: 'GET',
    url: routePattern(metadataUrl(resource).pathname),
    config: { public: true },
    schema,
    handler: (): ProtectedResourceMetadata => ({
      resource,
      authorization_servers: issuers,
      scopes_supported: [...scopes].sort(),
      bearer_methods_supported: ['header'],
    }),
  }
}

/** Fastify compares decoded paths, and reads a colon as the beginning of a parameter. */
function routePattern(pathname: string): string {
  return decodeURI(pathname).replaceAll(':', '::')
}
