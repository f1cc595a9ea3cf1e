import { fullScope } from '../../cognito/policy/policy.ts'
import { describedScopes, scopes } from '../../scopes.ts'
import { givenScopes } from '../arguments/given-scopes.ts'
import type { Options } from '../arguments/options.ts'

const ofCognito: Readonly<Record<string, string>> = {
  openid: 'Say who you are',
  email: 'Tell your email address',
  phone: 'Tell your phone number',
  profile: 'Tell your profile',
  'aws.cognito.signin.user.admin': 'See and change your account in the user pool',
}

/**
 * The scopes to ask for, in full: those of `--scope`, else what placing and reading orders takes.
 * openid is always among them, because without it there is no ID token.
 *
 * @throws {UsageError} an option without a scope in it
 */
export function requestedScopes(options: Options, resourceServerId: string): string[] {
  const wanted = givenScopes(options) ?? ['email', 'order.read', 'order.write']
  const full = wanted.map(name =>
    Object.hasOwn(scopes, name) ? fullScope(resourceServerId, name) : name,
  )
  return [...new Set(['openid', ...full])]
}

/** What a scope allows, in words; of scopes that are not known here, nothing. */
export function scopeInWords(scope: string, resourceServerId: string): string {
  const described = { ...ofCognito, ...describedScopes(resourceServerId) }
  return Object.hasOwn(described, scope) ? `${described[scope]}` : ''
}
