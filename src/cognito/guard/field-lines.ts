import type { Server } from 'node:http'
import type { FastifyRequest } from 'fastify'

/** Names and values that Node keeps of a request where it was not told otherwise. */
const keptByDefault = 2_000

/**
 * Names and values of a request's header, in turn.
 *
 * @returns `undefined` where Node may have passed over some: a second Authorization, which must be refused
 */
export function fieldLines({ raw, server }: FastifyRequest): readonly string[] | undefined {
  const rawHeaders = raw.rawHeaders as string[] | undefined
  // What @fastify/websocket makes up for tests (`injectWS`) has none.
  if (rawHeaders === undefined) return Object.entries(raw.headers).flat().map(String)
  const kept = keptBy(serverOf(raw) ?? server.server)
  return kept > 0 && rawHeaders.length >= kept ? undefined : rawHeaders
}

/** Fastify has one for each address of localhost, and tells of the first only. Node's own member. */
function serverOf({ socket }: FastifyRequest['raw']): Partial<Server> | undefined {
  return (socket as { server?: Server } | undefined)?.server
}

function keptBy({ maxHeadersCount }: Partial<Server>): number {
  return typeof maxHeadersCount === 'number' ? 2 * maxHeadersCount : keptByDefault
}
