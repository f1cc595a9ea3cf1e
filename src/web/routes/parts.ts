import type { CallApi } from '../api/call.ts'
import type { ReadContract } from '../api/contract-reader.ts'
import type { Provider } from '../oauth/provider.ts'
import type { Frame } from '../pages/layout.ts'
import type { Visitors } from '../sessions/visitors.ts'

/** What the routes work with. */
export interface Parts {
  /** This web client as its visitors see it. */
  readonly url: string
  /** The `iss` of the user pool. */
  readonly issuer: string
  readonly frame: Frame
  readonly visitors: Visitors
  readonly provider: Provider
  readonly callApi: CallApi
  readonly readContract: ReadContract
  /** Seconds since 1970. */
  readonly seconds: () => number
}
