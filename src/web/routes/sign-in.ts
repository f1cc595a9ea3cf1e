import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { otherIssuer, unknownSignIn } from '../failures.ts'
import { callbackPath } from '../options.ts'
import { createSession, type PendingSignIn } from '../sessions/session.ts'
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
    const browserId = randomBytes(32).toString('base64url')
    const proof = provider.makeProof()
    const state = visitors.pending.add({ browserId, ...proof })
    visitors.mark(reply, browserId)
    return reply.redirect(await provider.signInHref(state, proof), 303)
  })

  app.get(callbackPath, async (request, reply) => {
    const query = request.url.slice(callbackPath.length)
    const parameters = new URLSearchParams(query)
    const state = parameters.get('state') ?? ''
    const pending = takePending(request, state)
    if ((parameters.get('iss') ?? issuer) !== issuer) throw otherIssuer()
    const tokens = await provider.redeem({ query, state, ...pending })
    visitors.start(request, reply, createSession(tokens))
    return reply.redirect('/', 303)
  })

  /** Each can be taken once, by the browser that began it. */
  function takePending(request: FastifyRequest, state: string): PendingSignIn {
    const pending = visitors.pending.get(state)
    if (pending === undefined || !visitors.isMarked(request, pending.browserId)) {
      throw unknownSignIn()
    }
    visitors.pending.delete(state)
    return pending
  }
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
