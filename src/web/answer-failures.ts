import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { type FailureContent, notFound, PageFailure, toStart } from './failures.ts'
import { failurePage } from './pages/plain.ts'
import type { Parts } from './routes/parts.ts'

/** Turns whatever is thrown into a page that says what to do. */
export function answerFailures(app: FastifyInstance, { frame, visitors }: Parts): void {
  app.setNotFoundHandler(() => {
    throw notFound()
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const content = contentOf(error)
    const { status, code, reason } = content
    if (status === 500) request.log.error({ err: error }, 'the web client failed')
    else if (code !== undefined) request.log.warn({ code, reason }, content.title)
    if (status === 401) visitors.end(request, reply)
    return sendPage(reply.code(status).headers(headersFor(status)), failurePage(frame, content))
  })
}

export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page)
}

/** RFC 9110: a 401 names a way to authenticate (section 15.5.2), a 503 may say when it is over. */
function headersFor(status: number): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Cookie realm="orders", form-action="/sign-in"' }
  return status === 503 ? { 'retry-after': '5' } : {}
}

function contentOf(error: FastifyError): FailureContent {
  if (error instanceof PageFailure) return error.content
  const { statusCode = 500 } = error
  if (statusCode < 500) {
    return {
      status: statusCode,
      title: 'This request cannot be answered',
      text: [
        'It is too long or not of a form that this web client takes.',
        'Go back to the start.',
      ],
      ways: [toStart],
    }
  }
  return {
    status: 500,
    title: 'Something went wrong here',
    text: ['It is not your fault, and it is in the log.', 'Try again from the start.'],
    ways: [toStart],
  }
}
