import type { Links } from './home-page.ts'

const paths = {
  contract: '/openapi.yaml',
  problems: '/problems',
  tokenInfo: '/token-info',
  orders: '/orders',
  metadata: '/.well-known/oauth-protected-resource',
  readiness: '/readyz',
}

/** @param publicUrl this API as its callers see it */
export function linksOf(publicUrl: string): Links {
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, publicUrl + path]))
}
