import { connect } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Answer } from './cognito-answers.ts'
import { answerOf } from './cognito-service.ts'
import { untilClosed } from './until-closed.ts'

/** Sends bytes to a service, as no HTTP client would, and reads until it closes the connection. */
export type SendRaw = (request: string) => Promise<Answer[]>

/** @returns a function that sends text as Latin-1 and returns every response */
export async function rawHttp(app: FastifyInstance): Promise<SendRaw> {
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return async request => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    socket.setEncoding('latin1')
    const received = untilClosed(socket)
    socket.write(request, 'latin1')
    return responsesIn(await received)
  }
}

/** A request for `GET /any` with these header lines, after which the connection is to be closed. */
export function getAny(...lines: string[]): string {
  return requestFor('GET /any', ...lines)
}

export function requestFor(start: string, ...lines: string[]): string {
  return `${[`${start} HTTP/1.1`, 'Host: localhost', ...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`
}

function responsesIn(text: string): Answer[] {
  if (text === '') return []
  const end = text.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const rest = text.slice(end + 4)
  const length = Number(headers['content-length'])
  const { 'keep-alive': _, ...stable } = headers
  const response = {
    statusCode: Number(statusLine.split(' ')[1]),
    headers: stable,
    body: rest.slice(0, length),
  }
  return [answerOf(response), ...responsesIn(rest.slice(length))]
}
