import type { FastifyRequest } from 'fastify'
import t from 'tap'
import * as cognito from '../../src/cognito/index.ts'
import { catalogue, type ProblemCode } from '../../src/problem/catalogue.ts'
import { toProblem } from '../../src/problem/to-problem.ts'

type ErrorClass = new (argument: unknown) => cognito.CognitoError

const errorClasses = Object.entries(cognito as Record<string, unknown>).filter(
  ([, value]) => typeof value === 'function' && value.prototype instanceof cognito.CognitoError,
)

t.test('every refusal of the middleware is a problem of the catalogue', async t => {
  t.ok(errorClasses.length >= 7)
  for (const [name, value] of errorClasses) {
    const error = new (value as ErrorClass)('missing_group')
    const { statusCode, code, message, headers } = toProblem(error, {} as FastifyRequest)
    t.equal(catalogue[code as ProblemCode]?.status, statusCode, name)
    t.strictSame([code, message, headers], [error.code, error.message, error.headers])
  }
})
