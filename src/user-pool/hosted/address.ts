import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Another page of the same sign-in: its address carries the query of this one, letter by letter.
 *
 * @param attempt id of an attempt that the other page goes on with
 */
export function samePlace(request: FastifyRequest, path: string, attempt?: string): string {
  const query = request.url.slice(request.url.indexOf('?') + 1)
  const parts = query.split('&').filter(part => !part.startsWith('attempt='))
  if (attempt !== undefined) parts.push(`attempt=${attempt}`)
  return `${path}?${parts.join('&')}`
}

/** 302, as Cognito always answers, with the address as it is. */
export function redirect(reply: FastifyReply, address: string): FastifyReply {
  return reply.code(302).header('location', address).header('cache-control', 'no-store').send()
}
