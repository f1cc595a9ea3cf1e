import { STATUS_CODES } from 'node:http'
import { type Static, Type } from 'typebox'
import { catalogue, type ProblemCode } from './catalogue.ts'

/** Media type of every error answer (RFC 9457 section 3). */
export const problemMediaType = 'application/problem+json'

export const problemExamples = {
  type: 'http://localhost:3000/problems#validation_failed',
  requestId: '0f1f6b0e-8a5c-4f0a-9b3c-1c2d3e4f5a6b',
  pointer: '/items/0/quantity',
  message: 'must be >= 1',
}

/** The body of every error answer. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({
      format: 'uri',
      description: 'Names the kind of problem; leads to its explanation.',
      examples: [problemExamples.type],
    }),
    title: Type.String({ description: 'The reason phrase of the status.' }),
    status: Type.Integer({ minimum: 400, maximum: 599, description: 'The HTTP status.' }),
    detail: Type.String({ description: 'What is wrong and what to do, for people.' }),
    code: Type.Unsafe<ProblemCode>({
      type: 'string',
      enum: Object.keys(catalogue),
      description: 'What is wrong, for programs.',
    }),
    requestId: Type.Optional(
      Type.String({
        description: 'Finds the request in the logs.',
        examples: [problemExamples.requestId],
      }),
    ),
    errors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            pointer: Type.String({
              description:
                'JSON Pointer to the place in the body; begins with /query, /params or /headers for what is not in the body.',
              examples: [problemExamples.pointer],
            }),
            message: Type.String({
              description: 'What is wrong there.',
              examples: [problemExamples.message],
            }),
          },
          { title: 'ProblemError', description: 'A mistake in a request.' },
        ),
        { description: 'All mistakes in body or parameters.' },
      ),
    ),
    hint: Type.Optional(
      Type.String({
        description: 'How to get a right token. Only with the local user pool in the same process.',
      }),
    ),
  },
  { $id: 'Problem', description: 'A problem (RFC 9457).' },
)

export type ProblemBody = Static<typeof ProblemSchema>

type Members = Pick<ProblemBody, 'status' | 'detail' | 'code'> & Partial<ProblemBody>

/** @param publicUrl this API as its callers see it */
export function problemBody(publicUrl: string, members: Members): ProblemBody {
  return {
    type: `${publicUrl}/problems#${members.code}`,
    title: STATUS_CODES[members.status] as string,
    ...members,
  }
}
