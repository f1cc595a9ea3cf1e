const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** A length of time as people say it, in the largest unit that it has at least two of. */
export function inWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [unit, length] = units.find(([, size]) => whole >= 2 * size) ?? ['second', 1]
  const count = Math.floor(whole / length)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** @param seconds since 1970 */
export function moment(seconds: number): string {
  const time = new Date(seconds * 1000)
  return Number.isNaN(time.getTime()) ? `${seconds}` : time.toISOString().replace('.000', '')
}
