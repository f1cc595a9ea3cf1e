import { createAdministration } from './administration.ts'
import { createAttributeChanges } from './attribute-changes.ts'
import { createAuthentication } from './authentication.ts'
import { createLockout } from './lockout.ts'
import { createMailLimit } from './mail-limit.ts'
import { createPasswordReset } from './password-reset.ts'
import { createRegistration } from './registration.ts'
import { createSoftwareTokens } from './software-tokens.ts'
import type { AccountSources } from './sources.ts'
import { createSrpSignIn } from './srp-sign-in.ts'

export type Accounts = ReturnType<typeof createAccounts>

/**
 * What users can do with their accounts, for the hosted pages and for the JSON API alike. Refusals
 * are `CognitoError`s.
 */
export function createAccounts(sources: AccountSources) {
  const authentication = createAuthentication(sources, createLockout(sources.now))
  const mailLimit = createMailLimit(sources.now)
  const attributeChanges = createAttributeChanges(sources, mailLimit)
  const passwordReset = createPasswordReset(sources, mailLimit)
  const { sendResetCode } = passwordReset
  return {
    ...authentication,
    ...attributeChanges,
    ...passwordReset,
    ...createSrpSignIn(sources, authentication),
    ...createRegistration(sources, mailLimit),
    ...createSoftwareTokens(sources),
    ...createAdministration(sources, authentication, attributeChanges, sendResetCode),
  }
}
