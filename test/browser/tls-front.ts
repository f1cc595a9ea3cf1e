import { request as forward } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { selfSignedCertificate } from '../../src/user-pool/forgery/certificate.ts'
import { generateKey, toPem } from '../../src/user-pool/keys/signing-keys.ts'

/**
 * Puts https before a port of this machine, with a certificate that nobody knows.
 *
 * @returns its origin
 */
export async function startTlsFront(port: number): Promise<string> {
  const privateKey = await generateKey()
  const der = selfSignedCertificate(privateKey).toString('base64')
  const cert = `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`
  const server = createServer({ key: toPem(privateKey), cert }, (request, response) => {
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
