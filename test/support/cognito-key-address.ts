import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import type { Test } from 'tap'
import type { UserPool } from '../../src/user-pool/index.ts'
import { keysUnavailable } from './cognito-answers.ts'
import { type Service, startService } from './cognito-service.ts'
import { until } from './until.ts'

/** Has a server listen on loopback, and gives the address of a key set there. */
export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
}

/** Starts a service that trusts the pool, and asks a server of its own for the keys. */
export async function serviceAt(
  t: Test,
  pool: UserPool,
  behave: RequestListener,
): Promise<Service> {
  const server = createServer(behave)
  const jwksUri = await listening(server)
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return startService(t, pool, { jwksUri })
}

/** Expects that the service has no keys, for a reason that stands in the log and not in the answer. */
export async function expectNoKeys(
  t: Test,
  pool: UserPool,
  service: Service,
  message: string | RegExp,
): Promise<void> {
  const { headers, ...answer } = await service.get(await pool.accessToken())
  const { headers: expected, ...rest } = keysUnavailable()
  t.strictSame(answer, rest, String(message))
  t.match(headers, { ...expected, 'retry-after': /^[12]$/ }, String(message))
  t.strictSame(Object.keys(headers).sort(), Object.keys(expected).sort(), String(message))
  const failure = () => service.log.find(({ msg }) => msg === 'signing keys not refreshed')
  await until(() => failure() !== undefined)
  const { level, issuer, err } = failure() ?? {}
  t.strictSame({ level, issuer }, { level: 40, issuer: pool.issuer })
  const told = (err as Error).message
  if (typeof message === 'string') t.equal(told, message)
  else t.match(told, message)
}
