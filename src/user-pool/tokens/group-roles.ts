import type { GroupConfiguration } from '../configuration/configuration.ts'

export interface GroupRoles {
  readonly roles: readonly string[]
  readonly preferredRole: string | undefined
}

/**
 * The IAM roles of a user's groups. The preferred one is that of the group with the lowest
 * precedence; there is none where two groups share the lowest one and differ in their roles.
 */
export function rolesOf(
  names: readonly string[],
  groups: readonly GroupConfiguration[],
): GroupRoles {
  const own = groups.filter(({ name, role }) => names.includes(name) && role !== undefined)
  const lowest = Math.min(...own.map(precedenceOf))
  const candidates = new Set(
    own.filter(group => precedenceOf(group) === lowest).map(({ role }) => role),
  )
  const [first] = candidates
  return {
    roles: [...new Set(own.map(({ role }) => role as string))],
    preferredRole: candidates.size === 1 ? first : undefined,
  }
}

/** A group without one comes last. */
function precedenceOf({ precedence = Number.MAX_VALUE }: GroupConfiguration): number {
  return precedence
}
