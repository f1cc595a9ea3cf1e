import { ownMembers } from './own-members.ts'

/** All of a list, or with `anyOf` at least one of it. */
export type Requirement = readonly string[] | AnyOf

/** At least one of the names. */
export interface AnyOf {
  readonly anyOf: readonly string[]
}

/**
 * Checks a requirement and copies it, so that what was checked stays what holds.
 *
 * @param name what is required, for the message
 * @throws {TypeError} when it requires nothing, or is of another form
 */
export function checkRequirement(name: string, requirement: Requirement): Requirement {
  const list = listIn(requirement)
  if (!Array.isArray(list) || list.length === 0) {
    throw new TypeError(
      `declares ${name} as something else than a list with at least one name, or { anyOf: [...] }`,
    )
  }
  const names: string[] = Array.from(list)
  if (!names.every(item => typeof item === 'string' && item !== '')) {
    throw new TypeError(`declares an empty name among its ${name}`)
  }
  return Array.isArray(requirement) ? names : { anyOf: names }
}

function listIn(requirement: unknown): unknown {
  if (Array.isArray(requirement)) return requirement
  const { anyOf, ...others }: Record<string, unknown> = ownMembers(Object(requirement))
  return Object.keys(others).length === 0 ? anyOf : undefined
}

/** The same requirement of other names. */
export function mapRequirement(
  requirement: Requirement,
  rename: (name: string) => string,
): Requirement {
  return isAnyOf(requirement) ? { anyOf: requirement.anyOf.map(rename) } : requirement.map(rename)
}

/** The names in a requirement. */
export function itemsOf(requirement: Requirement): readonly string[] {
  return isAnyOf(requirement) ? requirement.anyOf : requirement
}

/** Whether somebody who has some of the names has those that are required. */
export function isMetBy(requirement: Requirement, has: (name: string) => boolean): boolean {
  return isAnyOf(requirement) ? requirement.anyOf.some(has) : requirement.every(has)
}

/** Tells the two forms of a requirement apart. */
export function isAnyOf(requirement: Requirement): requirement is AnyOf {
  return !Array.isArray(requirement)
}
