import type { FastifyRequest } from 'fastify'

/** Names and values that Node keeps of a request where it was not told otherwise. */
const keptByDefault = 2_000

/**
 * Names and values of a request's header, in turn.
 *
 * @returns `undefined` where Node may have passed over some: a second Authorization, which must be refused
 */
export function fieldLines({ raw, server }: FastifyRequest): readonly string[] | undefined {
  const { rawHeaders, headers } = raw as Partial<typeof raw>
  // What @fastify/websocket makes up for tests (`injectWS`) has none.
  if (rawHeaders === undefined)
    return Object.entries(headers ?? {})
      .flat()
      .map(String)
  const { maxHeadersCount } = server.server
  const kept = typeof maxHeadersCount === 'number' ? 2 * maxHeadersCount : keptByDefault
  return kept > 0 && rawHeaders.length >= kept ? undefined : rawHeaders
}
