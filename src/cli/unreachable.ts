interface Failure {
  readonly name: string
  readonly code?: unknown
  readonly cause?: unknown
}

/**
 * Why there was no answer, such as `ECONNREFUSED` or `503`.
 *
 * @returns undefined where something did answer, and that was the trouble
 */
export function unreachable(error: unknown): string | undefined {
  const { name, code, cause } = error as Failure
  if (name === 'TimeoutError' || code === 'OAUTH_TIMEOUT') return 'no answer in time'
  if (cause instanceof Response && cause.status >= 500) return `${cause.status}`
  // What fetch throws: the reason is in its cause.
  if (!(error instanceof TypeError) || !(cause instanceof Error)) return undefined
  const { code: reason, message } = cause as NodeJS.ErrnoException
  return reason ?? message
}
