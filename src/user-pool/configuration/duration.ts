import type { Duration } from './configuration.ts'

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Seconds, or `NaN` for a text that is no duration. */
export function toSeconds(duration: Duration): number {
  const [, digits = '', unit = ''] = /^(\d+)([smhd])$/.exec(duration) ?? []
  return digits === '' ? Number.NaN : Number(digits) * (secondsPer[unit] as number)
}
