import { type AddressInfo, isIPv6 } from 'node:net'
import { isLoopback } from './configuration/loopback.ts'
import { parseOrigin } from './directory/addresses.ts'
import { createForge, type Forge } from './forgery/forge.ts'
import {
  type CheckedOptions,
  checkedOptions,
  type Install,
  installOf,
  openParts,
} from './install.ts'
import { makeDataFolder } from './keys/install-secrets.ts'
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
  const origin = options.origin === undefined ? undefined : parseOrigin(options.origin)
  const checked = await checkedOptions(options)
  // Before anything in the folder is read: the pool that has it may still change that.
  const release = await lockOf(checked)
  try {
    return await serve(checked, { host, port, origin }, release)
  } catch (error) {
    await release()
    throw error
  }
}

async function lockOf({ dataFolder }: UserPoolOptions): Promise<() => Promise<void>> {
  if (dataFolder === undefined) return async () => {}
  await makeDataFolder(dataFolder)
  return lockFolder(dataFolder)
}

interface Place {
  readonly host: string
  readonly port: number
  readonly origin: string | undefined
}

async function serve(
  options: CheckedOptions,
  { host, port, ...given }: Place,
  release: () => Promise<void>,
): Promise<UserPool> {
  let { origin = '' } = given
  const parts = await openParts(options, () => origin)
  const { app, faults } = await buildServer(parts)
  await app.listen({ host, port })
  // With a free port the issuer is known only now.
  origin ||= httpOrigin(host, (app.server.address() as AddressInfo).port)
  return withMembers(withMembers(installOf(parts), faults), {
    ...createForge(parts),
    rotateKeys: parts.keys.rotate,
    close: async () => {
      await app.close()
      await parts.store.close()
      await release()
    },
  })
}

function httpOrigin(host: string, port: number): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}
