import type { PasswordPolicy } from './configuration.ts'

const kinds: readonly {
  readonly required: keyof PasswordPolicy
  readonly pattern: RegExp
  readonly name: string
}[] = [
  { required: 'requireLowercase', pattern: /[a-z]/, name: 'lowercase' },
  { required: 'requireUppercase', pattern: /[A-Z]/, name: 'uppercase' },
  { required: 'requireNumbers', pattern: /[0-9]/, name: 'numeric' },
  // Cognito's list, and a space that is neither the first nor the last character.
  {
    required: 'requireSymbols',
    pattern: /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|\S \S/,
    name: 'symbol',
  },
]

const maximumLength = 256

/** @returns what is wrong with the password in Cognito's words, or `undefined` */
export function passwordMistake(password: string, policy: PasswordPolicy): string | undefined {
  if (password.length < policy.minimumLength) return did('Password not long enough')
  if (password.length > maximumLength) return did('Password too long')
  if (/^\s|\s$/.test(password)) return did('Password must not begin or end with a space')
  const missing = kinds.find(({ required, pattern }) => policy[required] && !pattern.test(password))
  return missing && did(`Password must have ${missing.name} characters`)
}

/** The policy in words, for the people who choose a password. */
export function passwordRules(policy: PasswordPolicy): string[] {
  return [
    `At least ${policy.minimumLength} characters`,
    ...kinds
      .filter(({ required }) => policy[required])
      .map(({ name }) => `At least one ${name} character`),
  ]
}

function did(reason: string): string {
  return `Password did not conform with policy: ${reason}`
}
