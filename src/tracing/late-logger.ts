import type { FastifyBaseLogger } from 'fastify'

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
type Line = unknown[]

/**
 * A logger that is made when something is logged with it: with pino, that takes longer than a line,
 * and with those of most requests nothing is.
 */
export class LateLogger implements FastifyBaseLogger {
  readonly #make: () => FastifyBaseLogger
  #made: FastifyBaseLogger | undefined

  constructor(make: () => FastifyBaseLogger) {
    this.#make = make
  }

  get level(): string {
    return this.#logger().level
  }

  child(...options: Parameters<FastifyBaseLogger['child']>): FastifyBaseLogger {
    return this.#logger().child(...options)
  }

  trace(...line: Line): void {
    this.#log('trace', line)
  }

  debug(...line: Line): void {
    this.#log('debug', line)
  }

  info(...line: Line): void {
    this.#log('info', line)
  }

  warn(...line: Line): void {
    this.#log('warn', line)
  }

  error(...line: Line): void {
    this.#log('error', line)
  }

  fatal(...line: Line): void {
    this.#log('fatal', line)
  }

  silent(...line: Line): void {
    this.#log('silent', line)
  }

  #log(level: Level, line: Line): void {
    this.#logger()[level](...(line as [string]))
  }

  #logger(): FastifyBaseLogger {
    this.#made ??= this.#make()
    return this.#made
  }
}
