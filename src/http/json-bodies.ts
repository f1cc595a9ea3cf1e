import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../problem/problem.ts'

/**
 * Reads bodies of a media type as JSON, in the one encoding it has (RFC 8259 section 8.1): what is
 * none would be stored with other characters than were sent.
 */
export function readJson(app: FastifyInstance, mediaType: string): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(mediaType, { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer
    const coding = request.headers['content-encoding'] ?? 'identity'
    if (coding.toLowerCase() !== 'identity') done(encoded())
    else if (isUtf8(bytes)) void parse(request, bytes.toString(), done)
    else done(new Problem(400, 'malformed_request', 'The body is not in UTF-8.'))
  })
}

/** RFC 9110 section 12.5.3: the answer says which codings are read. */
function encoded(): Problem {
  const detail = 'Send the body without Content-Encoding.'
  return new Problem(415, 'unsupported_media_type', detail, {
    headers: { 'accept-encoding': 'identity' },
  })
}
