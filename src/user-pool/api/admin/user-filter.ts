import type { Account } from '../../accounts/account.ts'
import { CognitoError } from '../../accounts/cognito-error.ts'

/** What a filter can ask for beside attributes: those of the standard that Cognito can search. */
const searchable = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
]

/**
 * `name = "value"` or `name ^= "value"`, for values that begin with it. Values are compared in any
 * case of letters, except for those of `username` and `sub`.
 *
 * @param filter blank: everyone
 * @throws CognitoError InvalidParameterException
 */
export function userFilter(filter: string): (account: Account) => boolean {
  if (filter.trim() === '') return () => true
  const [, name = '', operator, quoted = ''] =
    /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? []
  if (operator === undefined || !searchable.includes(name)) {
    throw new CognitoError('InvalidParameterException', `Error while parsing filter: ${filter}`)
  }
  const isExact = name === 'username' || name === 'sub'
  const folded = (text: string) => (isExact ? text : text.toLowerCase())
  const wanted = folded(quoted.replace(/\\(.)/g, '$1'))
  return account => {
    const value = textOf(account, name)
    if (value === undefined) return false
    return operator === '=' ? folded(value) === wanted : folded(value).startsWith(wanted)
  }
}

function textOf(account: Account, name: string): string | undefined {
  switch (name) {
    case 'username':
      return account.username
    case 'sub':
      return account.sub
    case 'cognito:user_status':
      return account.status
    case 'status':
      return account.enabled ? 'Enabled' : 'Disabled'
    default:
      return account.attributes[name]
  }
}
