import { memoized } from '../memoized.ts'

/**
 * Writes `WWW-Authenticate: Bearer` challenges (RFC 6750 section 3, RFC 9728 section 5.1).
 *
 * @param realm printable ASCII without `"` and `\`
 * @param metadataUrl where the protected resource metadata is; left out when `undefined`
 */
export function challengeWriter(realm: string, metadataUrl: string | undefined) {
  const head = `Bearer realm="${realm}"`
  const tail = metadataUrl === undefined ? '' : `, resource_metadata="${metadataUrl}"`
  /** @param parameters what else stands in it, as text */
  return memoized(function challenge(parameters) {
    return parameters === '' ? head + tail : `${head}, ${parameters}${tail}`
  })
}
