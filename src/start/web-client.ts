import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config/index.ts'
import type { UserPool } from '../user-pool/index.ts'

/** The web client beside a local user pool. */
export interface WebClientBeside {
  /** Where it is and what it is for, or why it is not there. */
  readonly description: string
  readonly close: () => Promise<void>
}

/**
 * Starts the web client beside a local user pool; against another it is started for itself. Call it
 * when the API listens: nobody waits for it. The API starts without it where it cannot listen,
 * since its port is one that many tools take.
 */
export async function startWebClientBeside(
  config: Config,
  localPool: UserPool,
  logger: FastifyBaseLogger,
): Promise<WebClientBeside> {
  const { startWebClient } = await import('../web/start.ts')
  try {
    const { url, close } = await startWebClient(config, localPool, logger)
    return { description: `${url}  to sign in, see your tokens and call the API`, close }
  } catch (error) {
    return { description: `not running: ${whyNot(error, config)}`, close: async () => {} }
  }
}

function whyNot(error: unknown, { WEB_PORT }: Config): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code === 'EADDRINUSE' ? `port ${WEB_PORT} is taken, set WEB_PORT to another` : message
}
