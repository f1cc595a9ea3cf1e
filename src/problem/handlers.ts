import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problemBody, problemMediaType } from './body.ts'
import { Problem } from './problem.ts'
import { toProblem } from './to-problem.ts'

export interface ProblemHandlerOptions {
  /** This API as its callers see it. */
  publicUrl: string
  /** Says how to mend a refused request, where that may be told. Default: never. */
  hintFor?: ((error: unknown, request: FastifyRequest) => string | undefined) | undefined
}

/** Makes every error of the instance, and every unknown address, answer as a problem. */
export function answerProblems(app: FastifyInstance, options: ProblemHandlerOptions): void {
  const { publicUrl, hintFor } = options

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error)
    if (problem.statusCode === 500) request.log.error({ err: error }, 'unexpected error')
    return send(problem, request, reply, hintFor?.(error, request))
  })

  app.setNotFoundHandler((request, reply) =>
    send(new Problem(404, 'not_found', 'There is nothing at this address.'), request, reply),
  )

  function send(problem: Problem, request: FastifyRequest, reply: FastifyReply, hint?: string) {
    const { statusCode: status, code, message: detail, errors } = problem
    return reply
      .code(status)
      .headers(problem.headers)
      .type(problemMediaType)
      .send(
        problemBody(publicUrl, {
          status,
          detail,
          code,
          requestId: request.id,
          ...(errors && { errors: [...errors] }),
          ...(hint !== undefined && { hint }),
        }),
      )
  }
}
