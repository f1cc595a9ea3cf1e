import { connect } from 'node:net'
import type { Reply } from '../../support/contract.ts'
import { untilClosed } from '../../support/until-closed.ts'

export interface WireRequest {
  method: string
  url: string
  headers: Record<string, string>
  /** In Latin-1. */
  body: string | undefined
}

/**
 * Sends a request as it is, with what no HTTP client would send, and reads until the connection is
 * closed. An empty Host is left out.
 *
 * @returns the last answer, after `100 Continue` and the like
 */
export async function sendOverWire(port: number, request: WireRequest): Promise<Reply> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  const received = untilClosed(socket)
  socket.write(bytesOf(request), 'latin1')
  return replyIn(await received)
}

function bytesOf({ method, url, headers, body = '' }: WireRequest): string {
  const all = {
    host: 'localhost',
    ...(body !== '' && { 'content-length': String(body.length) }),
    ...headers,
    connection: 'close',
  }
  const lines = Object.entries(all)
    .filter(([name, value]) => name !== 'host' || value !== '')
    .map(([name, value]) => `${name}: ${value}`)
  return `${[`${method} ${url} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body}`
}

function replyIn(text: string): Reply {
  const end = text.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n')
  const statusCode = Number(statusLine.split(' ')[1])
  const rest = text.slice(end + 4)
  if (statusCode < 200) return replyIn(rest)
  const headers = Object.fromEntries(
    lines.map(line => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  const length = Number(headers['content-length'] ?? 0)
  const body = Buffer.from(rest.slice(0, length), 'latin1').toString()
  return { statusCode, headers, body, json: () => JSON.parse(body) }
}
