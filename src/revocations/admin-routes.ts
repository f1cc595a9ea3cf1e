import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { linkToNext, pageOf } from '../resources/paging.ts'
import { location, pageAnswer, revocationAnswer } from './answers.ts'
import { administrators, notFound, RevocationParams, RevocationQuery } from './params.ts'
import type { RevocationService } from './revocations.ts'
import { NewRevocationSchema } from './schema.ts'

interface AdminRoutesOptions {
  revocations: RevocationService
}

/** Revocations of whatever tokens, for the group `admin`. */
export const adminRoutes: FastifyPluginCallbackTypebox<AdminRoutesOptions> = (
  app,
  { revocations },
  done,
) => {
  const address = `${app.publicPath}/admin/revocations`

  app.post(
    '/admin/revocations',
    {
      config: administrators,
      schema: {
        operationId: 'createRevocation',
        summary: 'Deny access tokens before they expire',
        description:
          'Denies one token, a sign-in with all its tokens, tokens of a user issued before a time, or tokens issued to an app client. It holds at once where the answer comes from and within two seconds in every other instance, and ends by itself when every token it denies has expired. If the same is denied already, the two become one, and the answer is 200.',
        tags: ['admin'],
        body: NewRevocationSchema,
        response: {
          200: revocationAnswer('The revocation that stood before, with what was added.', location),
          201: revocationAnswer('The new revocation.', location),
        },
      },
    },
    async ({ principal, body, log }, reply) => {
      const { revocation, isNew } = await revocations.revoke(body, principal.subject)
      const { id, kind } = revocation
      log.info({ revocationId: id, kind, subject: principal.subject }, 'tokens revoked')
      return reply
        .code(isNew ? 201 : 200)
        .header('location', `${address}/${id}`)
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
      const found = await revocations.list(filter, limit + 1, cursor)
      const page = pageOf(found.slice(0, limit), found.length > limit, ({ id }) => id)
      if (page.nextCursor !== null) {
        reply.header('link', linkToNext(address, query, page.nextCursor))
      }
      return page
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

  done()
}
