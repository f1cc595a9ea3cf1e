import type { FastifyInstance } from 'fastify'
import { issuerPath, keySetPath } from '../directory/addresses.ts'
import type { PoolParts } from '../pool-parts.ts'
import { allowAnyOrigin } from './any-origin.ts'

/** `GET /{poolId}/.well-known/jwks.json`: the public keys (RFC 7517). */
export function keySetRoute({ configuration, directory, keys }: PoolParts) {
  const url = `${issuerPath(directory.userPoolId, configuration.issuerForm)}${keySetPath}`
  return async (app: FastifyInstance): Promise<void> => {
    allowAnyOrigin(app, url, 'GET')
    app.get(url, async () => keys.keySet)
  }
}
