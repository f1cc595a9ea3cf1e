import { digest } from '../cache/token-cache.ts'
import type { Decision } from '../decision.ts'
import type { CognitoError, DecisionReason } from '../errors.ts'
import { longestToken } from '../token/decode.ts'
import type { Visit } from './visit.ts'

/** What is told of a decision beside the request. */
interface Decided {
  reason: DecisionReason
  statusCode?: number
  cacheHit: boolean
  /** That of the token, where it is known. */
  tokenDigest?: string | undefined
}

/**
 * Tells `onDecision`. What that throws, or its promise, is logged and changes nothing.
 */
export function report(
  { request, route, token, startedAt }: Visit,
  onDecision: (decision: Decision) => unknown,
  { reason, statusCode, cacheHit, tokenDigest }: Decided,
): void {
  const failed = (err: unknown) => request.log.error({ err }, 'onDecision failed')
  try {
    const promised = onDecision({
      outcome: statusCode === undefined ? 'accepted' : 'refused',
      reason,
      statusCode,
      method: request.method,
      route,
      tokenFingerprint: fingerprint(token, tokenDigest),
      cacheHit,
      durationMs: performance.now() - startedAt,
    })
    if (promised !== undefined) Promise.resolve(promised).then(undefined, failed)
  } catch (error) {
    failed(error)
  }
}

/** Enough of the digest to find the same token again in the logs. */
function fingerprint(token: string | CognitoError, known?: string): string | undefined {
  if (typeof token !== 'string' || token.length > longestToken) return undefined
  return (known ?? digest(token)).slice(0, 16)
}

export function logRefusal({ request, route, token }: Visit, { reason }: CognitoError): void {
  // Computed only where the line is written, which a flood of bad tokens is not to pay for.
  const tokenFingerprint = { toJSON: () => fingerprint(token) }
  const fields = { reason, tokenFingerprint, route }
  if (reason === 'missing_policy') {
    request.log.error(fields, 'request refused: register the route after the cognito plugin')
  } else if (reason === 'keys_unavailable' || reason === 'revocations_unavailable') {
    request.log.warn(fields, 'request refused')
  } else {
    request.log.info(fields, 'request refused')
  }
}
