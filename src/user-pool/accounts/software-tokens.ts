import { randomBytes } from 'node:crypto'
import type { Account } from './account.ts'
import { CognitoError } from './cognito-error.ts'
import type { AccountSources } from './sources.ts'
import { base32, stepOf } from './totp.ts'

export interface SoftwareTokens {
  /** A secret for an authenticator app, base32. The one in use stays until a code of it is shown. */
  readonly associateSoftwareToken: (account: Account) => Promise<string>
  /** @throws CognitoError SoftwareTokenMFANotFoundException, EnableSoftwareTokenMFAException */
  readonly verifySoftwareToken: (
    account: Account,
    code: string,
    deviceName: string | undefined,
  ) => Promise<void>
  /** Whether sign-ins ask for a code. @throws CognitoError InvalidParameterException */
  readonly preferSoftwareToken: (account: Account, isEnabled: boolean) => Promise<void>
  /** @throws CognitoError CodeMismatchException, ExpiredCodeException */
  readonly checkSoftwareTokenCode: (account: Account, code: string) => Promise<void>
}

/**
 * By how many steps two codes that are good together can differ. A last one that is farther ahead is of a
 * clock since set back; codes that were shown before it are good again then.
 */
const farthest = 2

export function createSoftwareTokens({ book, now }: AccountSources): SoftwareTokens {
  return {
    associateSoftwareToken: async account => {
      const secret = base32(randomBytes(32))
      account.pendingSoftwareToken = secret
      await book.save(account)
      return secret
    },
    verifySoftwareToken: async (account, code, deviceName) => {
      const secret = account.pendingSoftwareToken
      if (secret === undefined) {
        throw new CognitoError(
          'SoftwareTokenMFANotFoundException',
          'Software token has not been associated.',
        )
      }
      const lastStep = stepOf(secret, code, now())
      if (lastStep === undefined) {
        throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch')
      }
      const enabled = account.softwareToken?.enabled ?? false
      account.softwareToken = {
        secret,
        enabled,
        lastStep,
        ...(deviceName !== undefined && { deviceName }),
      }
      delete account.pendingSoftwareToken
      await book.save(account)
    },
    preferSoftwareToken: async (account, isEnabled) => {
      if (account.softwareToken !== undefined) account.softwareToken.enabled = isEnabled
      else if (isEnabled) {
        throw new CognitoError(
          'InvalidParameterException',
          'User has not verified software token mfa',
        )
      }
      await book.save(account)
    },
    checkSoftwareTokenCode: async (account, code) => {
      const { softwareToken } = account
      const step = softwareToken && stepOf(softwareToken.secret, code, now())
      if (softwareToken === undefined || step === undefined) {
        throw new CognitoError('CodeMismatchException', 'Invalid code received for user')
      }
      if (step <= softwareToken.lastStep && softwareToken.lastStep <= step + farthest) {
        throw new CognitoError(
          'ExpiredCodeException',
          'Your software token has already been used once.',
        )
      }
      softwareToken.lastStep = step
      await book.save(account)
    },
  }
}
