/**
 * A copy that inherits nothing: what a prototype adds was declared by nobody, and opens a route as
 * well as what was.
 */
export function ownMembers<Members extends object>(given: Members): Members {
  return Object.assign(Object.create(null), given)
}
