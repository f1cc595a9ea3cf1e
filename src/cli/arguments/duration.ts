import { UsageError } from '../command.ts'

const secondsPer: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 }
const day = 24 * 3600

/**
 * Seconds from `900`, `30s`, `15m` or `2h`, with a minus sign for a time that has passed.
 *
 * @param option the option that it is the value of
 * @throws {UsageError} unless it is one, of a day at most
 */
export function readDuration(option: string, text: string): number {
  const [, sign, digits, unit = ''] = /^(-?)(\d+)([smh]?)$/.exec(text) ?? []
  const seconds = Number(digits) * (secondsPer[unit] as number)
  if (digits === undefined || seconds > day) {
    throw new UsageError(
      `${option} ${text} is not a time of at most 24h, such as 900, 30s, 15m or 2h.`,
    )
  }
  return sign === '-' ? -seconds : seconds
}
