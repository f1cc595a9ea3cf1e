import { type AddressInfo, isIPv6 } from 'node:net'
import { isLoopback } from './configuration/loopback.ts'
import { parseOrigin } from './directory/addresses.ts'
import { createForge, type Forge } from './forgery/forge.ts'
import { type Install, installOf, openParts } from './install.ts'
import type { RotateKeysOptions } from './keys/key-ring.ts'
import { withMembers } from './live-object.ts'
import type { UserPoolOptions } from './options.ts'
import type { Faults } from './server/faults.ts'
import { buildServer } from './server/server.ts'
import { lockFolder } from './state/folder-lock.ts'

/** A local user pool that listens. */
export interface UserPool extends Install, Faults, Forge {
  /** Signs with new access and ID keys from now on. Not written to the data folder. */
  readonly rotateKeys: (options?: RotateKeysOptions) => Promise<void>
  /** Ends all connections, and gives the data folder back. */
  readonly close: () => Promise<void>
}

/**
 * Starts a user pool that behaves like Amazon Cognito, for development and tests. Without options
 * it is the default pool, new and in memory, on a free port of localhost.
 *
 * @throws ConfigurationError for a configuration that contradicts itself
 * @throws TypeError for an option that there is not, a host that other machines can reach, an origin
 * that is none, a cost that scrypt does not take, or a key that is no other one
 * @throws DataFolderError when the data folder holds something else, or another process serves it
 * @throws Error when the port is taken, or the data folder cannot be read or written
 */
export async function createUserPool(options: UserPoolOptions = {}): Promise<UserPool> {
  const { host = 'localhost', port = 0 } = options
  if (!isLoopback(host)) {
    throw new TypeError(
      `User pool host ${host} can be reached by other machines: use localhost, 127.0.0.1 or ::1`,
    )
  }
  let origin = options.origin === undefined ? '' : parseOrigin(options.origin)
  const parts = await openParts(options, () => origin)
  const { app, faults } = await buildServer(parts)
  const release = await lockOf(options)
  try {
    await app.listen({ host, port })
  } catch (error) {
    await release()
    throw error
  }
  // With a free port the issuer is known only now.
  const { port: listening } = app.server.address() as AddressInfo
  if (options.origin === undefined) origin = httpOrigin(host, listening)
  return withMembers(withMembers(installOf(parts), faults), {
    ...createForge(parts),
    rotateKeys: parts.keys.rotate,
    close: async () => {
      await app.close()
      await release()
    },
  })
}

function lockOf({ dataFolder }: UserPoolOptions): Promise<() => Promise<void>> {
  return dataFolder === undefined ? Promise.resolve(async () => {}) : lockFolder(dataFolder)
}

function httpOrigin(host: string, port: number): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}
