import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problemBody, problemMediaType } from './body.ts'
import { Problem } from './problem.ts'
import { toProblem } from './to-problem.ts'

export interface ProblemHandlerOptions {
  /** This API as its callers see it. */
  publicUrl: string
  /** Says how to mend a refused request, where that may be told. Default: never. */
  hintFor?: ((error: unknown) => string | undefined) | undefined
}

/**
 * Makes every error of the instance, and every unknown address, answer as a problem. Call it after
 * the other onRequest hooks are there: for an unknown address this one is the last.
 */
export function answerProblems(app: FastifyInstance, options: ProblemHandlerOptions): void {
  const { publicUrl, hintFor } = options

  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, request)
    if (problem.statusCode === 500 && !isAbort(error, request)) {
      request.log.error({ err: error }, 'unexpected error')
    } else if (problem.cause !== undefined) {
      request.log.warn({ err: problem.cause }, 'cannot serve at the moment')
    }
    return send(problem, request, reply, hintFor?.(error))
  })

  // Not in the handler alone, before which a body would be read that has no meaning here.
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.is404) done(nothingHere())
    else done()
  })
  app.setNotFoundHandler((request, reply) => send(nothingHere(), request, reply))

  function send(problem: Problem, request: FastifyRequest, reply: FastifyReply, hint?: string) {
    const { statusCode: status, code, message: detail, errors } = problem
    return (
      reply
        .code(status)
        // Whatever it says may be otherwise the next time, and it is of one request.
        .header('cache-control', 'no-store')
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
    )
  }
}

/** The caller went away while its body was read: nobody here is to blame. */
function isAbort(error: unknown, { raw }: FastifyRequest): boolean {
  return raw.errored !== null && error === raw.errored
}

function nothingHere(): Problem {
  return new Problem(404, 'not_found', 'There is nothing at this address.')
}
