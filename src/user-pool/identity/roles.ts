import type { JWTPayload } from 'jose'
import { CognitoError } from '../accounts/cognito-error.ts'
import type { Directory } from '../directory/directory.ts'

/** The account that AWS's own examples and emulators use. */
export const accountId = '000000000000'

/** What users get whose groups have no role: the identity pool's role for signed-in users. */
const authenticatedRole = `arn:aws:iam::${accountId}:role/local-authenticated`

/**
 * The role by token, as identity pools choose it: the one asked for, if the token has it; the
 * preferred one; else that for all signed-in users.
 *
 * @throws CognitoError NotAuthorizedException
 */
export function chooseRole(claims: JWTPayload, customRoleArn: string | undefined): string {
  const roles = (claims['cognito:roles'] ?? []) as readonly string[]
  if (customRoleArn !== undefined) {
    if (roles.includes(customRoleArn)) return customRoleArn
    throw new CognitoError(
      'NotAuthorizedException',
      `The token does not have the role ${customRoleArn}: it is of none of the user's groups.`,
    )
  }
  return String(claims['cognito:preferred_role'] ?? authenticatedRole)
}

/** Whether a role trusts the identity pool: its own does, and those of the pool's groups. */
export function isKnownRole(roleArn: string, { groups }: Directory): boolean {
  return roleArn === authenticatedRole || groups.some(({ role }) => role === roleArn)
}
