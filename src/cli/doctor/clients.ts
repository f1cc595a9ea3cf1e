import { probe } from '../sign-in/probe.ts'
import { faultOf, type Whereabouts } from '../sign-in/verdict.ts'
import { bad, type Check, good, skipped } from './check.ts'

/** An app client with which people sign in somewhere. */
export interface SignInClient {
  /** What signs in with it: `command line`. */
  readonly name: string
  /** Undefined: there is none. */
  readonly id: string | undefined
  /** The setting that names it. */
  readonly setting: string
  readonly callbackUrls: readonly string[]
}

interface Surroundings {
  /** Origin of the OAuth endpoints. */
  readonly domain: string
  readonly whereabouts: Whereabouts
  /** Whether another user pool than that of the clients would be asked. */
  readonly isElsewhere: boolean
}

/** Asks the domain for the sign-in page of a client and each callback, as a browser would. */
export async function checkClient(
  { name, id, setting, callbackUrls }: SignInClient,
  { domain, whereabouts, isElsewhere }: Surroundings,
): Promise<Check[]> {
  if (id === undefined) return [skipped(name, `there is no app client for it (${setting})`)]
  if (isElsewhere) return [skipped(name, 'the user pool of this folder is not there')]
  const checks = callbackUrls.map(async callbackUrl => {
    const request = signInRequest(domain, id, callbackUrl)
    const verdict = await probe(request.url, callbackUrl)
    const fault = faultOf(verdict, request, { client: `the app client ${id}`, ...whereabouts })
    return fault === undefined
      ? good(name, `can sign in with ${id} and come back to ${callbackUrl}`)
      : bad(name, fault.finding, fault.remedy)
  })
  return Promise.all(checks)
}

function signInRequest(domain: string, clientId: string, callbackUrl: string) {
  const url = new URL(`${domain}/oauth2/authorize`)
  const scopes = ['openid']
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callbackUrl,
    scope: scopes.join(' '),
    state: 'doctor',
  }
  url.search = `${new URLSearchParams(parameters)}`
  return { url, callbackUrl, scopes }
}
