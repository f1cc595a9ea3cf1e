import { metadataUrl } from '../cognito/metadata.ts'
import type { Links } from './home-page.ts'

const paths = {
  contract: '/openapi.yaml',
  problems: '/problems',
  tokenInfo: '/token-info',
  orders: '/orders',
  readiness: '/readyz',
}

/** @param publicUrl this API as its callers see it */
export function linksOf(publicUrl: string): Links {
  const below = Object.entries(paths).map(([name, path]) => [name, publicUrl + path])
  return { ...Object.fromEntries(below), metadata: metadataUrl(publicUrl).href }
}
