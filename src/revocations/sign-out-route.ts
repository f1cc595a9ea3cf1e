import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Principal } from '../cognito/index.ts'
import { ignoreBodies } from '../http/ignored-bodies.ts'
import { Problem } from '../problem/problem.ts'
import { claim } from '../resources/patterns.ts'
import { emptyAnswer } from './answers.ts'
import type { RevocationService } from './revocations.ts'
import type { NewRevocation } from './schema.ts'

interface SignOutRouteOptions {
  revocations: RevocationService
}

/** The end of the caller's own sign-in, as far as this API is concerned. */
export const signOutRoute: FastifyPluginCallbackTypebox<SignOutRouteOptions> = (
  app,
  { revocations },
  done,
) => {
  ignoreBodies(app)

  app.post(
    '/sign-out',
    {
      config: { authenticated: true, problems: [409] },
      schema: {
        operationId: 'signOut',
        summary: 'End your own sign-in',
        description:
          'Denies every token of the sign-in that the presented token comes from, those still to be made with its refresh token as well; other sign-ins of the same user go on. A token without a sign-in (`origin_jti`), such as a machine has, is denied alone. The user pool knows nothing of it: revoke the refresh token there too.',
        tags: ['token'],
        response: { 204: emptyAnswer('Signed out; the token is refused from now on.') },
      },
    },
    async ({ principal }, reply) => {
      await revocations.revoke(ownSignIn(principal), principal.subject)
      return reply.code(204).send()
    },
  )

  done()
}

function ownSignIn({ tokenId, claims }: Principal): NewRevocation {
  const { origin_jti: originId } = claims
  const wanted: NewRevocation =
    typeof originId === 'string'
      ? { kind: 'sign-in', value: originId }
      : { kind: 'token', value: tokenId }
  if (!new RegExp(claim).test(wanted.value)) throw unnameable()
  return { ...wanted, reason: 'Signed out.' }
}

/** Not with Cognito, whose ids are UUIDs. */
function unnameable(): Problem {
  return new Problem(
    409,
    'conflict',
    'This token cannot be signed out: its id is longer than 128 characters, or not printable.',
  )
}
