/** What the middleware needs of a logger; Fastify's has it. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/**
 * A log for work that no request waits for: what the service's own serializers throw ends neither that
 * work nor the process, and becomes a warning of the process instead.
 */
export function unfailing(log: Log): Log {
  const logAt = (level: keyof Log) => (fields: object, message: string) => {
    try {
      log[level](fields, message)
    } catch (error) {
      process.emitWarning(`"${message}" could not be logged: ${error}`)
    }
  }
  return { info: logAt('info'), warn: logAt('warn') }
}
