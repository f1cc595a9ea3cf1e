import { CognitoError } from './cognito-error.ts'

/** Attributes that a scope opens; `profile` opens all others, custom ones too. */
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
}
const narrow = Object.values(attributesOf).flat()

/**
 * The attributes that scopes open: all of them with `openid` alone, else those of `email`, `phone`
 * and `profile`. Without `openid` none.
 *
 * @param readable those that the app client may read; default: all
 */
export function openAttributes(
  attributes: Readonly<Record<string, string>>,
  scopes: readonly string[],
  readable: readonly string[] | undefined,
): Record<string, string> {
  const open = ['email', 'phone', 'profile'].filter(scope => scopes.includes(scope))
  const isOpen = (name: string) =>
    open.length === 0 ||
    open.some(scope => attributesOf[scope]?.includes(name) ?? !narrow.includes(name))
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name]) => scopes.includes('openid') && isOpen(name) && (readable?.includes(name) ?? true),
    ),
  )
}

/** Whether the app client may read what its scopes are about, as Cognito demands. */
export function canReadScopes(
  scopes: readonly string[],
  readable: readonly string[] | undefined,
): boolean {
  if (readable === undefined) return true
  return scopes.every(scope => (attributesOf[scope] ?? []).every(name => readable.includes(name)))
}

/** As long as an attribute may be in Cognito. */
const longest = 2048

/** Without control characters: they would do something to a terminal where the log is read. */
const emailShape = /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u

/**
 * Where sign-in is by email, nobody can be called otherwise.
 *
 * @throws CognitoError InvalidParameterException
 */
export function usernameMustBeEmail(username: string): void {
  if (emailShape.test(username.trim())) return
  throw new CognitoError('InvalidParameterException', 'Username should be an email.')
}

export const invalidEmail = 'Invalid email address format.'

/** @throws CognitoError InvalidParameterException */
export function mustBeEmail(email: string | undefined): string {
  const text = email?.trim() ?? ''
  if (emailShape.test(text) && text.length <= longest) return text
  throw new CognitoError('InvalidParameterException', invalidEmail)
}
