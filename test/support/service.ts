import type { Test } from 'tap'
import { defaultConfiguration } from '../../src/user-pool/configuration/default.ts'
import type { UserPool } from '../../src/user-pool/index.ts'
import { startApi } from './api.ts'
import { freePort } from './free-port.ts'
import { createUserPool } from './user-pool.ts'

export interface Service {
  url: string
  pool: UserPool
}

/** The API beside a user pool that knows its docs page, both listening on localhost. */
export async function startService(t: Test): Promise<Service> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const pool = await createUserPool(defaultConfiguration({ apiUrl: url }))
  t.teardown(pool.close)
  const { app } = await startApi(t, {
    publicUrl: url,
    userPoolDomain: pool.origin,
    docsClientId: pool.client('docs').id,
    cognito: {
      issuer: pool.issuer,
      jwksUri: pool.jwksUri,
      clientId: pool.clients.map(({ id }) => id),
    },
  })
  await app.listen({ port, host: 'localhost' })
  return { url, pool }
}
