import { UsageError } from '../command.ts'

/**
 * The port that `--port` names, if it is given.
 *
 * @param least 0, which takes a free one, or 1
 * @throws {UsageError} it is none
 */
export function readPort(text: string | undefined, least: 0 | 1): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d+$/.test(text) && port >= least && port <= 65_535) return port
  throw new UsageError(`--port ${text} is not a port: a number from ${least} to 65535.`)
}
