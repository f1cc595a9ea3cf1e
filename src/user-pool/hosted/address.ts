import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Another page of the same sign-in: its address carries the query of this one, letter by letter.
 *
 * @param attempt id of an attempt that the other page goes on with
 */
export function samePlace(request: FastifyRequest, path: string, attempt?: string): string {
  const query = queryOf(request)
  return attempt === undefined ? `${path}?${query}` : `${path}?${query}&attempt=${attempt}`
}

/** The request for authorization that a page carries in its query, without what came of it. */
export function queryOf({ url }: FastifyRequest): string {
  const [, ...query] = url.split('?')
  return query
    .join('?')
    .split('&')
    .filter(part => !part.startsWith('attempt='))
    .join('&')
}

/** 302, as Cognito always answers, with the address as it is. */
export function redirect(reply: FastifyReply, address: string): FastifyReply {
  return reply.code(302).header('location', address).header('cache-control', 'no-store').send()
}
