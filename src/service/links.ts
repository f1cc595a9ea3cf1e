import { metadataUrl } from '../cognito/metadata.ts'

const paths = {
  docs: '/docs',
  contract: '/openapi.yaml',
  problems: '/problems',
  tokenInfo: '/token-info',
  orders: '/orders',
  readiness: '/readyz',
}

/** Addresses by what is found there. */
export type Links = Readonly<Record<keyof typeof paths | 'metadata', string>>

/** @param publicUrl this API as its callers see it */
export function linksOf(publicUrl: string): Links {
  const below = Object.entries(paths).map(([name, path]) => [name, publicUrl + path])
  return { ...Object.fromEntries(below), metadata: metadataUrl(publicUrl).href }
}
