import { request as forward } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { certificate } from '../support/certificate.ts'

/**
 * Puts https before a port of this machine, with a certificate that nobody knows.
 *
 * @returns its origin
 */
export async function startTlsFront(port: number): Promise<string> {
  const server = createServer(certificate('front'), (request, response) => {
    const { method, url, headers } = request
    const inner = forward({ host: 'localhost', port, method, path: url, headers }, answer => {
      response.writeHead(answer.statusCode as number, answer.headers)
      answer.pipe(response)
    })
    request.pipe(inner)
  })
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return `https://localhost:${(server.address() as AddressInfo).port}`
}
