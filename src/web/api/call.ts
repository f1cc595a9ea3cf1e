import { limitedFetch } from '../../limited-fetch.ts'

/** A request to the API, made on behalf of whoever is signed in. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Path and query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Sent as JSON. */
  readonly body?: object | undefined
}

export interface ApiAnswer {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  /** What the JSON says; `undefined` for anything else. */
  readonly json: unknown
}

/** Calls the API. `undefined`: it does not answer, or without an end. */
export type CallApi = (
  accessToken: string | undefined,
  request: ApiRequest,
) => Promise<ApiAnswer | undefined>

/** Milliseconds until an answer is given up. */
const timeout = 10_000

/** @param apiUrl the API as its callers see it, without trailing slash */
export function createApiClient(apiUrl: string): CallApi {
  return async (accessToken, { method, path, headers, body }) => {
    try {
      const response = await limitedFetch(`${apiUrl}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
        // The token is for this API alone.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      })
      const { status, statusText } = response
      return { status, statusText, headers: response.headers, json: parse(await response.text()) }
    } catch {
      return undefined
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A call as the page shows it. */
export interface CallRecord {
  readonly method: string
  readonly path: string
  readonly requestBody?: string | undefined
  /** Absent when the API did not answer. */
  readonly status?: number | undefined
  readonly statusText: string
  /** Those that say something: `WWW-Authenticate`, `Location` and such. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

const tellingHeaders = ['WWW-Authenticate', 'Location', 'ETag', 'Retry-After', 'Traceresponse']

/** Sessions are in memory, so that long answers are not kept whole. */
const longestBody = 4000

export function recordOf(
  { method, path, body }: ApiRequest,
  answer: ApiAnswer | undefined,
): CallRecord {
  const headers = tellingHeaders.flatMap(name => {
    const value = answer?.headers.get(name)
    return typeof value === 'string' ? [[name, value] as const] : []
  })
  return {
    method,
    path,
    requestBody: body && pretty(body),
    status: answer?.status,
    statusText: answer?.statusText ?? 'no answer',
    headers,
    body: answer?.json === undefined ? '' : pretty(answer.json).slice(0, longestBody),
  }
}

function pretty(value: unknown): string {
  return JSON.stringify(value, undefined, 2)
}
