import { METHODS } from 'node:http'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { Problem } from './problem.ts'

/**
 * Answers 405 with `Allow` (RFC 9110 section 15.5.6) where an address exists and the method does
 * not; Fastify itself says 404. Call it before the routes are added: it watches them.
 *
 * @returns adds the answers; to be called when all routes are there
 */
export function watchMethods(app: FastifyInstance): () => void {
  const methodsOf = new Map<string, Set<string>>()
  let watching = true
  learnMethods(app)

  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    if (!watching) return
    const methods = methodsOf.get(url) ?? new Set()
    for (const name of [method].flat()) {
      methods.add(name)
      // Of the root of a prefix with a slash at its end, Fastify tells only this one.
      if (name === 'HEAD') methods.add('GET')
    }
    methodsOf.set(url, methods)
  })

  return function refuseOtherMethods() {
    watching = false
    for (const [url, methods] of methodsOf) {
      const others = app.supportedMethods.filter(method => !methods.has(method))
      const allow = [...methods].sort().join(', ')
      const refuse = async () => {
        throw new Problem(405, 'method_not_allowed', 'This address does not know the method.', {
          headers: { allow },
        })
      }
      // In onRequest, before a body is read that has no meaning here.
      app.route({ method: others, url, schema: { hide: true }, onRequest: refuse, handler: refuse })
    }
  }
}

/** Teaches the router every method that Node's parser lets through, so that it can be refused. */
function learnMethods(app: FastifyInstance): void {
  const unknown = METHODS.filter(method => !app.supportedMethods.includes(method))
  for (const method of unknown) app.addHttpMethod(method)
}
