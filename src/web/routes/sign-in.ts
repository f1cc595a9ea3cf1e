import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { otherIssuer, unknownSignIn } from '../failures.ts'
import { callbackPath } from '../options.ts'
import { createSession } from '../sessions/session.ts'
import type { Parts } from './parts.ts'

/** From the leaving for the user pool to the callback. */
export function signInRoutes(
  app: FastifyInstance,
  { visitors, provider, url, issuer }: Parts,
): void {
  app.get('/sign-in', async (request, reply) => {
    if (isUnderOtherName(request, url)) return reply.redirect(`${url}/sign-in`, 307)
    // Without it the browser would be sent to where nothing answers.
    await provider.checkPresence()
    const state = randomBytes(32).toString('base64url')
    const proof = provider.makeProof()
    await visitors.departures.remember(reply, state, proof)
    return reply.redirect(await provider.signInHref(state, proof), 303)
  })

  app.get(callbackPath, async (request, reply) => {
    const query = request.url.slice(callbackPath.length)
    const parameters = new URLSearchParams(query)
    const state = parameters.get('state') ?? ''
    const proof = await visitors.departures.take(request, reply, state)
    if (proof === undefined) throw unknownSignIn()
    if ((parameters.get('iss') ?? issuer) !== issuer) throw otherIssuer()
    const tokens = await provider.redeem({ query, state, ...proof })
    visitors.start(request, reply, createSession(tokens))
    return reply.redirect('/', 303)
  })
}

/**
 * Whether the browser calls this machine by another name (127.0.0.1 for localhost): its cookies would
 * not be sent to the callback. With another port there is a proxy in between, which may have changed
 * the name.
 */
function isUnderOtherName({ host }: FastifyRequest, url: string): boolean {
  const own = new URL(url)
  const called = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : own
  const isOfThisMachine = /^(localhost|127\.[\d.]+|\[::1\])$/.test(called.hostname)
  return isOfThisMachine && called.hostname !== own.hostname && called.port === own.port
}
