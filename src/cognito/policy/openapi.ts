import type { CompiledPolicy } from './policy.ts'
import { isAnyOf } from './requirement.ts'

/** Name of the security scheme that guarded operations refer to in an OpenAPI document. */
export const securitySchemeName = 'cognito'

type SecurityRequirement = Record<string, readonly string[]>

/** The OpenAPI security requirements that say what a policy says; alternatives are any-of. */
export function securityOf(policy: CompiledPolicy): SecurityRequirement[] {
  if (policy.kind === 'public') return []
  const { scopes } = policy
  if (isAnyOf(scopes)) return scopes.anyOf.map(scope => ({ [securitySchemeName]: [scope] }))
  return [{ [securitySchemeName]: scopes }]
}
