import type { UserStatus } from '../configuration/configuration.ts'
import type { Credentials } from './credentials.ts'
import type { MailedCode } from './mailed-code.ts'

/** A user of the pool, as it is remembered. */
export interface StoredAccount {
  readonly sub: string
  readonly username: string
  /** All of them text, `email` and `email_verified` among them. */
  attributes: Readonly<Record<string, string>>
  groups: readonly string[]
  status: UserStatus
  enabled: boolean
  /** Seconds since 1970. */
  readonly createdAt: number
  updatedAt: number
  /** Absent as long as a configured user has the configured password. */
  credentials?: Credentials
  /** Fingerprint of the configuration it came from; absent for a user who came by other ways. */
  readonly configuredAs?: string
  confirmationCode?: MailedCode
  resetCode?: MailedCode
  /** For an address that was changed and is not verified yet. */
  emailCode?: MailedCode
  softwareToken?: SoftwareToken
  /** Secret of an app of which no code has been shown yet. */
  pendingSoftwareToken?: string
}

/** A user's authenticator app (RFC 6238), of which a code has been shown. */
export interface SoftwareToken {
  /** Base32. */
  readonly secret: string
  readonly deviceName?: string
  /** Whether sign-ins ask for a code. */
  enabled: boolean
  /** Number of the last time step whose code was accepted: none is accepted twice. */
  lastStep: number
}

export interface Account extends StoredAccount {
  /** Known of a configured user until it is changed. Never written. */
  password?: string
}

/** A user as others see it: no verifier, no code. */
export interface User {
  readonly email: string
  /** Equal to `sub` where sign-in is by email. */
  readonly username: string
  /** A UUID, stable per install. */
  readonly sub: string
  /** Known of configured users only, until they change it. */
  readonly password?: string
  readonly groups: readonly string[]
  readonly status: UserStatus
  readonly enabled: boolean
  /** All of them text, `email` and `email_verified` among them. */
  readonly attributes: Readonly<Record<string, string>>
}

export function toUser(account: Account): User {
  const { username, sub, password, groups, status, enabled, attributes } = account
  return {
    email: attributes.email as string,
    username,
    sub,
    ...(password !== undefined && { password }),
    groups,
    status,
    enabled,
    attributes,
  }
}
