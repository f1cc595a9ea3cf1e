import type { CallApi } from './call.ts'
import { type Operation, operationsOf } from './contract.ts'

/** The operations of the API. Empty while it does not answer. */
export type ReadContract = () => Promise<readonly Operation[]>

/** Milliseconds for which a contract is good: it changes with the version of the API only. */
const maxAge = 60_000

/** @param now milliseconds since 1970 */
export function createContractReader(callApi: CallApi, now: () => number): ReadContract {
  let operations: readonly Operation[] = []
  let readAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (operations.length === 0 || Math.abs(now() - readAt) > maxAge) {
      const answer = await callApi(undefined, { method: 'GET', path: '/openapi.json' })
      operations = operationsOf(answer?.json)
      readAt = now()
    }
    return operations
  }
}
