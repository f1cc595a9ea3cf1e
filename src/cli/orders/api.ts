import { limitedFetch } from '../../limited-fetch.ts'
import type { ProblemBody } from '../../problem/body.ts'
import { CommandError, type Surroundings } from '../command.ts'
import { printable } from '../output/printable.ts'
import { readEnvironment, readSettings } from '../settings/settings.ts'
import { currentSession } from '../sign-in/session.ts'
import { unreachable } from '../unreachable.ts'

/** Milliseconds that the API may take. */
const deadline = 30_000

/** Nobody knows whether the request was carried out. */
export class NoAnswerError extends CommandError {}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With its query. */
  readonly path: string
  /** JSON. */
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends requests to the API of the settings, for who is signed in. */
export type CallApi = <Answer>(request: ApiRequest) => Promise<Answer>

/**
 * The API with the token of ACCESS_TOKEN, else with that of who is signed in.
 *
 * @throws {CommandError} there is none
 */
export async function openApi(surroundings: Surroundings): Promise<CallApi> {
  const environment = readEnvironment(surroundings)
  const settings = readSettings(environment, surroundings.cwd)
  const given = environment.ACCESS_TOKEN?.trim()
  const token = given || (await currentSession(settings, surroundings.env)).tokens.accessToken
  const advice = given ? new Map() : adviceToWhoIsSignedIn
  if (/[^!-~]/.test(token)) throw new CommandError('ACCESS_TOKEN is no token: set it, or unset it.')
  return async request => answerTo(request, { apiUrl: settings.apiUrl, token, advice })
}

/** Instead of the API's, which knows nothing of the sign-in. By `code`. */
const adviceToWhoIsSignedIn: ReadonlyMap<string, string> = new Map([
  [
    'insufficient_scope',
    'Sign in with it: npx cognito-resource-server login --scope order.read,order.write',
  ],
])

interface Api {
  readonly apiUrl: string
  readonly token: string
  readonly advice: ReadonlyMap<string, string>
}

async function answerTo<Answer>(
  { method, path, body, headers }: ApiRequest,
  { apiUrl, token, advice }: Api,
): Promise<Answer> {
  const { response, text } = await send(`${apiUrl}${path}`, {
    method,
    headers: {
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      authorization: `Bearer ${token}`,
    },
    ...(body !== undefined && { body }),
  }).catch((error: unknown) => {
    throw new NoAnswerError(
      `The API at ${apiUrl} does not answer (${unreachable(error)}): start it with npm start, or correct PUBLIC_URL.`,
    )
  })
  const answer = parse(text)
  if (response.ok && Array.isArray(answer?.items)) return answer as Answer
  if (typeof answer?.detail === 'string')
    throw new CommandError(problemText(answer as ProblemBody, advice))
  throw new CommandError(
    `${apiUrl} answers ${response.status}, but not as this API: correct PUBLIC_URL.`,
  )
}

/** An answer that breaks off is none: nobody knows what the API would have said. */
async function send(url: string, request: RequestInit) {
  const signal = AbortSignal.timeout(deadline)
  const response = await limitedFetch(url, { ...request, redirect: 'error', signal })
  return { response, text: await response.text() }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A problem (RFC 9457) in one line. */
function problemText(
  { detail, code, errors = [], hint }: ProblemBody,
  advice: Api['advice'],
): string {
  const mistakes = errors.map(({ pointer, message }) => `${pointer} ${message}.`)
  const help = advice.get(code) ?? hint
  const sentences = [detail, ...mistakes, ...(help === undefined ? [] : [help])]
  return printable(`${sentences.join(' ')} (${code})`)
}
