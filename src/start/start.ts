import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { buildApp } from '../app.ts'
import { type Environment, loadConfig } from '../config/index.ts'
import { openDatabasePatiently } from '../database/patience.ts'
import { addressesOf, listenAt } from '../http/listen.ts'
import { createLogger } from '../logging/logger.ts'
import { appSettings } from './app-settings.ts'
import { startLocalPool } from './local-pool.ts'
import { connectStore, serveMetrics } from './operation.ts'
import { startBlock } from './start-block.ts'
import { startWebClientBeside } from './web-client.ts'

export interface StartOptions {
  /** Prints what people read, in one piece. */
  print: (text: string) => void
  /** Whether people read the log. */
  isTerminal: boolean
  /** Whether the local user pool forgets first who signed up, and its keys. Default: `false`. */
  reset?: boolean
}

export interface Running {
  logger: Logger
  /**
   * Says that it is not ready any more, waits for that to be seen, finishes the requests under way,
   * then lets go of port, database and user pool.
   */
  close: () => Promise<void>
  /** Closing that takes longer than this, in milliseconds, hangs. */
  closeTimeout: number
}

/** The requests under way and the database get this long, in milliseconds. */
export const closeTimeout = 10_000

/**
 * Starts the service as the environment says; beside a local user pool when it names none.
 *
 * @throws {ConfigError} settings are missing or wrong
 */
export async function start(environment: Environment, options: StartOptions): Promise<Running> {
  const config = loadConfig(environment)
  const logger = createLogger({ level: config.LOG_LEVEL, pretty: options.isTerminal })
  const started: (() => Promise<void>)[] = []
  const close = async () => {
    for (let stop = started.pop(); stop !== undefined; stop = started.pop()) await stop()
  }
  try {
    const localPool = await startLocalPool(config, environment, {
      reset: options.reset ?? false,
      log: logger.info.bind(logger),
    })
    if (localPool !== undefined) started.push(localPool.close)
    const database = await openDatabasePatiently(config.DATABASE_URL, logger)
    started.push(database.close)
    const store = await connectStore(config, logger)
    if (store !== undefined) started.push(store.close)
    const served = await serveMetrics(config)
    if (served !== undefined) started.push(served.close)
    const { limits, ...settings } = appSettings(config, localPool)
    const app = await buildApp({
      ...settings,
      logger,
      database,
      limits: { ...limits, store },
      metrics: served?.metrics,
    })
    started.push(() => app.close())
    await listenAt(app, await addressesOf(config.HOST), config.PORT)
    // Nobody balances the load of a laptop.
    const shutdownDelay = localPool === undefined ? config.SHUTDOWN_DELAY_SECONDS * 1000 : 0
    if (shutdownDelay > 0) {
      started.push(async () => {
        app.drain()
        await sleep(shutdownDelay)
      })
    }
    const webClient = localPool && (await startWebClientBeside(config, localPool, logger))
    if (webClient !== undefined) started.push(webClient.close)
    options.print(await startBlock(config.PUBLIC_URL, localPool, webClient?.description))
    return { logger, close, closeTimeout: shutdownDelay + closeTimeout }
  } catch (error) {
    await close()
    throw error
  }
}
