import { attemptLimitExceeded } from './mailed-code.ts'

/**
 * Cognito mails a user up to 20 codes in an hour. With five tries for each of them, none is found by
 * trying.
 */
export interface MailLimit {
  /** Counts a mail to the user with this `sub`. @throws CognitoError LimitExceededException */
  readonly take: (sub: string) => void
}

const most = 20
const hour = 3600

/** @param now seconds since 1970 */
export function createMailLimit(now: () => number): MailLimit {
  const mails = new Map<string, readonly number[]>()
  return {
    take: sub => {
      const recent = (mails.get(sub) ?? []).filter(sentAt => Math.abs(now() - sentAt) < hour)
      if (recent.length >= most) throw attemptLimitExceeded()
      mails.set(sub, [...recent, now()])
    },
  }
}
