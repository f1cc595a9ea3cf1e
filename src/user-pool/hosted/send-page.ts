import type { FastifyReply } from 'fastify'
import { styleSource } from '../pages/style.ts'

export interface PageOptions {
  /** Default: 200. */
  readonly status?: number | undefined
  /** Where the forms of the page end, beside the pool itself. Default: nowhere else. */
  readonly formTargets?: readonly string[] | undefined
}

/** Sends a page under a policy that lets it do what it has to and nothing else. */
export function sendPage(
  reply: FastifyReply,
  page: string,
  { status = 200, formTargets = [] }: PageOptions = {},
): FastifyReply {
  const policy = [
    "default-src 'none'",
    `style-src ${styleSource}`,
    'img-src data:',
    // Chromium holds the redirect after a form to this too.
    ["form-action 'self'", ...new Set(formTargets.map(sourceOf))].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    .send(page)
}

/** A policy can name neither an IPv6 address nor the path of an app's own scheme. */
function sourceOf(address: string): string {
  const { protocol, origin, hostname } = new URL(address)
  return origin === 'null' || hostname.startsWith('[') ? protocol : origin
}
