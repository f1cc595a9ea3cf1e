import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { docsPath, redirectPath } from './paths.ts'
import { theme } from './theme.ts'
import { withoutPreflight } from './without-preflight.ts'

export interface DocsPageOptions {
  /** Origin of the user pool's OAuth endpoints, where Authorize leads. */
  userPoolDomain: string | undefined
  /** App client of the page: public, authorization code with PKCE. */
  clientId: string | undefined
  /** Full names of the scopes that are ticked to begin with. */
  scopes: readonly string[]
}

/** The contract as a page to read and to try out, with sign-in to the user pool. */
export async function docsPage(app: FastifyInstance, options: DocsPageOptions): Promise<void> {
  const { userPoolDomain, clientId, scopes } = options
  const headers = pageHeaders(userPoolDomain)
  await app.register(async docs => {
    docs.addHook('onRequest', (request, reply, done) => {
      reply.headers(headers)
      // The page that the sign-in comes back to must keep hold of the page that opened it, though
      // the user pool stood between them.
      if (request.url.startsWith(redirectPath)) {
        reply.header('cross-origin-opener-policy', 'unsafe-none')
      }
      done()
    })
    await docs.register(swaggerUi, {
      routePrefix: docsPath,
      theme,
      logo: null as never,
      uiConfig: {
        layout: 'BaseLayout',
        deepLinking: true,
        persistAuthorization: true,
        tryItOutEnabled: true,
        displayRequestDuration: true,
        requestInterceptor: withoutPreflight,
      },
      initOAuth: {
        ...(clientId !== undefined && { clientId }),
        scopes: [...scopes],
        usePkceWithAuthorizationCodeGrant: true,
      },
    })
  })
}

function pageHeaders(userPoolDomain: string | undefined): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'connect-src': userPoolDomain === undefined ? "'self'" : `'self' ${userPoolDomain}`,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  }
  return {
    'content-security-policy': Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources}`)
      .join('; '),
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  }
}
