import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { linkToNext } from '../orders/listing.ts'
import { Problem } from '../problem/problem.ts'
import { emptyAnswer, pageAnswer, revocationAnswer } from './answers.ts'
import { RevocationParams, RevocationQuery } from './params.ts'
import type { RevocationService } from './revocations.ts'
import { NewRevocationSchema } from './schema.ts'

const administrators = { scopes: ['revocation.write'], groups: ['admin'] }

interface AdminRoutesOptions {
  revocations: RevocationService
}

/** Revocations of whatever tokens, for the group `admin`. */
export const adminRoutes: FastifyPluginCallbackTypebox<AdminRoutesOptions> = (
  app,
  { revocations },
  done,
) => {
  app.post(
    '/admin/revocations',
    {
      config: administrators,
      schema: {
        operationId: 'createRevocation',
        summary: 'Deny access tokens before they expire',
        description:
          'Denies one token, a sign-in with all its tokens, tokens of a user issued before a time, or tokens issued to an app client. It holds at once where the answer comes from and within two seconds in every other instance, and ends by itself when every token it denies has expired. What is denied already makes one revocation with it.',
        tags: ['admin'],
        body: NewRevocationSchema,
        response: {
          200: revocationAnswer(
            'The revocation that stood before, with what was added.',
            'Location',
          ),
          201: revocationAnswer('The new revocation.', 'Location'),
        },
      },
    },
    async ({ principal, body, log }, reply) => {
      const { revocation, isNew } = await revocations.revoke(body, principal.subject)
      const { id, kind } = revocation
      log.info({ revocationId: id, kind, subject: principal.subject }, 'tokens revoked')
      return reply
        .code(isNew ? 201 : 200)
        .header('location', `/admin/revocations/${id}`)
        .send(revocation)
    },
  )

  app.get(
    '/admin/revocations',
    {
      config: administrators,
      schema: {
        operationId: 'listRevocations',
        summary: 'List the revocations',
        description: 'The revocations in force, newest first, in pages.',
        tags: ['admin'],
        querystring: RevocationQuery,
        response: { 200: pageAnswer },
      },
    },
    async ({ query }, reply) => {
      const { limit = 20, cursor, ...filter } = query
      // One more than asked for tells whether there is another page.
      const found = await revocations.list(filter, limit + 1, cursor)
      const items = found.slice(0, limit)
      const last = items.at(-1)
      const nextCursor = last && found.length > limit ? last.id : null
      if (nextCursor !== null) {
        reply.header('link', linkToNext('/admin/revocations', query, nextCursor))
      }
      return { items, nextCursor }
    },
  )

  app.get(
    '/admin/revocations/:revocationId',
    {
      config: { ...administrators, problems: [404] },
      schema: {
        operationId: 'getRevocation',
        summary: 'Read a revocation',
        description: 'A revocation in force.',
        tags: ['admin'],
        params: RevocationParams,
        response: { 200: revocationAnswer('The revocation.') },
      },
    },
    async ({ params }) => {
      const revocation = await revocations.find(params.revocationId)
      if (revocation === undefined) throw notFound()
      return revocation
    },
  )

  app.delete(
    '/admin/revocations/:revocationId',
    {
      config: { ...administrators, maxAge: '15m', problems: [404] },
      schema: {
        operationId: 'liftRevocation',
        summary: 'Lift a revocation',
        description:
          'Lets the tokens through again that have not expired, at once here and within two seconds in every other instance. The administrator must have signed in within the last 15 minutes (RFC 9470). A revocation that ended or was lifted stays so.',
        tags: ['admin'],
        params: RevocationParams,
        response: { 204: emptyAnswer('The revocation is not in force any more.') },
      },
    },
    async ({ principal, params: { revocationId }, log }, reply) => {
      if (!(await revocations.lift(revocationId))) throw notFound()
      log.info({ revocationId, subject: principal.subject }, 'revocation lifted')
      return reply.code(204).send()
    },
  )

  done()
}

function notFound(): Problem {
  return new Problem(404, 'not_found', 'There is no revocation with this id.')
}
