import type { FastifyHelmetOptions } from '@fastify/helmet'
import { scriptSource } from './pages/script.ts'
import { styleSource } from './pages/style.ts'

/**
 * What helmet puts on every answer: a policy that lets the pages do what they have to and nothing
 * else.
 *
 * @param url this web client as its visitors see it
 * @param domain origin of the user pool's pages
 */
export function headersOf(url: string, domain: string): FastifyHelmetOptions {
  return {
    strictTransportSecurity: url.startsWith('https:'),
    xFrameOptions: { action: 'deny' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: [styleSource],
        scriptSrc: [scriptSource],
        imgSrc: ['data:'],
        // Chromium holds the redirect after a form to this too: sign-out goes by the user pool.
        formAction: ["'self'", sourceOf(domain)],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  }
}

/** A policy cannot name an IPv6 address. */
function sourceOf(domain: string): string {
  const { hostname, origin, protocol } = new URL(domain)
  return hostname.startsWith('[') ? protocol : origin
}
