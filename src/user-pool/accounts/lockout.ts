import { CognitoError } from './cognito-error.ts'

/**
 * Cognito's lockout of one user: from the fifth failure on it lasts a second, and twice as long
 * after each one more, up to 15 minutes. What is tried meanwhile is refused and does not count.
 * A sign-in ends it, and so do 15 minutes without an attempt.
 */
export interface Lockout {
  /** @throws CognitoError while the user is locked out */
  readonly check: (user: string) => void
  readonly failed: (user: string) => void
  readonly succeeded: (user: string) => void
}

interface Failures {
  readonly count: number
  /** Seconds since 1970. */
  readonly lastAttempt: number
  readonly lockedUntil: number
}

const freeAttempts = 5
const longest = 15 * 60
/** More names than that are an attack on the memory; the oldest are forgotten. */
const capacity = 10_000

/** @param now seconds since 1970 */
export function createLockout(now: () => number): Lockout {
  const users = new Map<string, Failures>()

  function current(user: string): Failures | undefined {
    const failures = users.get(user)
    if (failures === undefined || Math.abs(now() - failures.lastAttempt) < longest) return failures
    users.delete(user)
    return undefined
  }

  return {
    check: user => {
      const failures = current(user)
      if (failures === undefined || failures.lockedUntil <= now()) return
      users.set(user, { ...failures, lastAttempt: now() })
      throw new CognitoError('NotAuthorizedException', 'Password attempts exceeded')
    },
    failed: user => {
      const count = (current(user)?.count ?? 0) + 1
      const locked = count < freeAttempts ? 0 : Math.min(2 ** (count - freeAttempts), longest)
      users.delete(user)
      users.set(user, { count, lastAttempt: now(), lockedUntil: now() + locked })
      const [oldest = ''] = users.keys()
      if (users.size > capacity) users.delete(oldest)
    },
    succeeded: user => {
      users.delete(user)
    },
  }
}
