import { CommandError } from '../command.ts'
import type { Place } from './place.ts'
import { probe, type Verdict } from './probe.ts'
import type { SignInRequest } from './request.ts'

/** What is wrong and what to do, in a line; undefined where people can sign in. */
export function verdictText(
  verdict: Verdict,
  { url, callbackUrl, scopes }: Pick<SignInRequest, 'url' | 'callbackUrl' | 'scopes'>,
  { clientId, localPool }: Pick<Place, 'clientId' | 'localPool'>,
): string | undefined {
  const { origin } = url
  const where = localPool === undefined ? `the app client ${clientId}` : 'the app client cli'
  const set = localPool === undefined ? 'on AWS' : 'in user-pool.json'
  switch (verdict.kind) {
    case 'good':
      return undefined
    case 'unreachable':
      return `The user pool domain ${origin} does not answer (${verdict.reason}): check the network, then COGNITO_DOMAIN.`
    case 'no such endpoint':
      return `${origin} answers ${verdict.status} where sign-in begins, so it is no user pool domain: correct COGNITO_DOMAIN.`
    case 'callback not registered':
      return `${callbackUrl} is no callback URL of ${where}: add it there ${set}, or choose a registered one with --port.`
    case 'scope refused':
      return `Not every scope is allowed to ${where} (${scopes.join(' ')}): allow them ${set}, or ask for others with --scope.`
    case 'refused':
      return `${origin} refuses ${where} (${verdict.error}): check COGNITO_CLI_CLIENT_ID, COGNITO_DOMAIN, and that it may use the code flow.`
  }
}

/**
 * Asks the domain before a person has to.
 *
 * @throws {CommandError} what is wrong with the request, and what to do
 */
export async function refuseEarly(request: SignInRequest, place: Place): Promise<void> {
  const verdict = await probe(request.url, request.callbackUrl)
  const fault = verdictText(verdict, request, place)
  if (fault !== undefined) throw new CommandError(fault)
}
