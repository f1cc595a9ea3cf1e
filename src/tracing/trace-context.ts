import { randomHex } from './random-hex.ts'

/** Where a request stands in a distributed trace (W3C Trace Context). */
export interface TraceContext {
  /** 32 lower-case hexadecimal digits: of the whole trace. */
  traceId: string
  /** 16 of them: of the work this service does for the request. */
  spanId: string
  /** 1: the trace is recorded by who began it; 2: its id was made at random. */
  flags: number
}

const traceparent = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/

/** Trace Context Level 2, section 3.2.2.5; the other bits are not defined and must not be passed on. */
const knownFlags = 3
const randomTraceId = 2

/**
 * Goes on with the trace of a `traceparent` header, or begins a new one: "if the vendor failed to
 * parse traceparent, it [...] creates a new traceparent" (section 4.1 of the recommendation).
 */
export function traceContext(header: string | string[] | undefined): TraceContext {
  const given = header === undefined ? null : traceparent.exec(String(header))
  if (given !== null && isUsable(given)) {
    const flags = Number.parseInt(given[4] as string, 16) & knownFlags
    return { traceId: given[2] as string, spanId: randomHex(8), flags }
  }
  return { traceId: randomHex(16), spanId: randomHex(8), flags: randomTraceId }
}

/** Section 3.2.2: no zeros for ids, and only versions after 00 may have more to say. */
function isUsable([, version, traceId, parentId, , more]: RegExpExecArray): boolean {
  if (version === 'ff' || /^0+$/.test(traceId as string) || /^0+$/.test(parentId as string)) {
    return false
  }
  return version !== '00' || more === undefined
}

/**
 * The answer's header field `traceresponse`, as the Trace Context working group drafts it
 * for Level 3. `traceparent` is not for answers.
 */
export function traceResponse({ traceId, spanId, flags }: TraceContext): string {
  return `00-${traceId}-${spanId}-0${flags}`
}
