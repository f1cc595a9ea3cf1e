import type { FastifyInstance } from 'fastify'

/** The scopes of a server that are guarded. Each inherits from the one around it. */
const guardedScopes = new WeakMap<FastifyInstance['server'], FastifyInstance[]>()

/** Two guards of one route would be two answers to who may use it. */
export function refuseTwice(fastify: FastifyInstance): void {
  const guarded = guardedScopes.get(fastify.server) ?? []
  guardedScopes.set(fastify.server, [...guarded, fastify])
  const isInside = guarded.some(scope => Object.prototype.isPrototypeOf.call(fastify, scope))
  if (!isInside && !fastify.hasDecorator('cognito')) return
  throw new TypeError(
    'cognito: registered in this scope, around it or inside it already: name several user pools in userPools, or register each in a scope of its own beside the other',
  )
}

/** The metadata has one place, at the root of the host (RFC 9728 section 3.1). */
export function refusePrefix({ prefix }: FastifyInstance): void {
  if (prefix === '') return
  throw new TypeError(
    `cognito: with the option resource, register the plugin in a scope without prefix and put "${prefix}" on a scope inside`,
  )
}

/**
 * Most likely the routes lie outside, where nothing guards them.
 *
 * @param routes those seen in the guarded scope until the server is ready
 */
export function refuseNoRoute(routes: number): void {
  if (routes > 0) return
  throw new TypeError(
    'cognito: there is no route in the scope it guards: await the registration before routes are added, in a file of its own wrap it in fastify-plugin (else the routes of other files are open), and leave it out where there is nothing to guard',
  )
}
