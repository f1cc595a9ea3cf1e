import { ConfigError } from '../config/index.ts'
import { DatabaseOpeningError } from '../database/opening-error.ts'

interface Failure {
  /** For people: what is wrong and what to do. */
  message: string
  exitCode: number
}

/** sysexits.h: something in the configuration is wrong. */
const exConfig = 78

/** Says why the service could not start. */
export function explainFailure(error: unknown): Failure {
  if (error instanceof ConfigError) {
    return { message: `The settings are wrong:\n${error.message}`, exitCode: exConfig }
  }
  const { code, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') {
    return {
      message: `Port ${port} is taken: stop what listens there, or set PORT (the API) or USER_POOL_PORT (the local user pool) to another.`,
      exitCode: 1,
    }
  }
  if (error instanceof DatabaseOpeningError) return { message: error.message, exitCode: 1 }
  return { message: `Could not start: ${(error as Error).stack}`, exitCode: 1 }
}
