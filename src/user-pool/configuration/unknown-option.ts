import { nearestFirst } from './nearest.ts'

/**
 * Refuses what a type checker would: a misspelt option would leave its default.
 *
 * @param what takes the options, for people
 * @throws TypeError for an option that there is not
 */
export function refuseUnknown(
  what: string,
  given: object,
  options: Readonly<Record<string, true>>,
): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(options, name)) continue
    const [nearest] = nearestFirst(name, Object.keys(options))
    throw new TypeError(`${what} has no option ${name}: did you mean ${nearest}?`)
  }
}
