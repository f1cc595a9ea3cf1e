import type { Logger } from 'pino'
import { buildApp } from '../app.ts'
import { type Environment, loadConfig } from '../config/index.ts'
import { openDatabase } from '../database/database.ts'
import { createLogger } from '../logger.ts'
import { cognitoOptions } from './cognito-options.ts'
import { startLocalPool } from './local-pool.ts'
import { startBlock } from './start-block.ts'

export interface StartOptions {
  /** Prints what people read, in one piece. */
  print: (text: string) => void
  /** Whether people read the log. */
  isTerminal: boolean
}

export interface Running {
  logger: Logger
  /** Finishes the requests under way, then lets go of port, database and user pool. */
  close: () => Promise<void>
}

/**
 * Starts the service as the environment says; beside a local user pool when it names none.
 *
 * @throws {ConfigError} settings are missing or wrong
 */
export async function start(environment: Environment, options: StartOptions): Promise<Running> {
  const config = loadConfig(environment)
  const { PUBLIC_URL: publicUrl } = config
  const logger = createLogger({ level: config.LOG_LEVEL, pretty: options.isTerminal })
  const started: (() => Promise<void>)[] = []
  const close = async () => {
    for (let stop = started.pop(); stop !== undefined; stop = started.pop()) await stop()
  }
  try {
    const localPool = await startLocalPool(config, environment)
    if (localPool !== undefined) started.push(localPool.close)
    const database = await openDatabase(config.DATABASE_URL)
    started.push(database.close)
    const app = await buildApp({
      logger,
      publicUrl,
      database,
      cognito: cognitoOptions(config, localPool),
      userPoolDomain: localPool?.origin ?? config.COGNITO_DOMAIN,
      corsOrigins: config.CORS_ORIGINS ?? [],
      hints: localPool !== undefined,
      revocations: {
        refreshTokenValidityDays: config.REFRESH_TOKEN_VALIDITY_DAYS,
        maxStaleSeconds: config.REVOCATIONS_MAX_STALE_SECONDS,
        failClosed: config.REVOCATIONS_FAIL_CLOSED,
      },
    })
    started.push(() => app.close())
    await app.listen({ host: config.HOST, port: config.PORT })
    options.print(await startBlock(publicUrl, localPool))
    return { logger, close }
  } catch (error) {
    await close()
    throw error
  }
}
