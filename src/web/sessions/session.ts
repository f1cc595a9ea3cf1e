import { randomBytes } from 'node:crypto'
import type { AwsIdentity } from '../../aws-identity/identity.ts'
import type { CallRecord } from '../api/call.ts'
import type { OrderDraft } from '../api/order-draft.ts'
import type { Claims, Tokens } from '../oauth/tokens.ts'

/** Somebody who is signed in. The only place where tokens are. */
export interface Session {
  /** In every form of the pages; a form without it was not made here. */
  readonly csrfToken: string
  tokens: Tokens
  /** The last call of the API that a form made. */
  lastCall?: CallRecord | undefined
  /** The order that the API has not taken, until it takes one. */
  draft?: OrderDraft | undefined
  aws?: AwsIdentity | undefined
  /** What the user pool told when it was asked. */
  userInfo?: Claims | undefined
  /** What the next page says once. */
  message?: string | undefined
  /** Two tabs may refresh at once, and a refresh token may be good only once. */
  refreshing?: Promise<Tokens> | undefined
}

export function createSession(tokens: Tokens): Session {
  return { csrfToken: randomBytes(32).toString('base64url'), tokens }
}
