import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config/index.ts'
import { hostFor } from '../user-pool/configuration/loopback.ts'
import type { Install } from '../user-pool/install.ts'
import { type Listening, listenLazily } from './listen.ts'
import { webClientSettings } from './settings.ts'

/** A web client that listens at `url`. */
export interface RunningWebClient extends Listening {
  readonly url: string
}

/**
 * Starts the web client as the settings say. What it is made of is loaded by its first visitor.
 *
 * @param localPool absent when the settings name a user pool
 * @throws {ConfigError} settings that it needs are missing
 * @throws Error such as EADDRINUSE when it cannot listen
 */
export async function startWebClient(
  config: Config,
  localPool: Install | undefined,
  logger?: FastifyBaseLogger,
): Promise<RunningWebClient> {
  const settings = webClientSettings(config, localPool)
  const { HOST, WEB_URL, WEB_PORT: port } = config
  const host = localPool === undefined ? HOST : hostFor(WEB_URL, port)
  const listening = await listenLazily({ host, port }, async () => {
    const { buildWebClient } = await import('./web-client.ts')
    return buildWebClient({ ...settings, logger })
  })
  return { ...listening, url: settings.url }
}
