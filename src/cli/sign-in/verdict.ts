import { CommandError } from '../command.ts'
import type { Place } from './place.ts'
import { probe, type Verdict } from './probe.ts'
import type { SignInRequest } from './request.ts'

/** What is wrong, and what to do about it. */
export interface Fault {
  readonly finding: string
  readonly remedy: string
}

export interface Requester {
  /** Such as `the app client cli`. */
  readonly client: string
  /** Where app clients are configured: `on AWS`, `in user-pool.json`. */
  readonly configured: string
  /** What to do where the user pool does not answer. */
  readonly remedy: string
}

export type Whereabouts = Pick<Requester, 'configured' | 'remedy'>

export const onAws: Whereabouts = {
  configured: 'on AWS',
  remedy: 'check the network, then COGNITO_DOMAIN',
}

export const locally: Whereabouts = {
  configured: 'in user-pool.json',
  remedy: 'start it with npm start',
}

type Asked = Pick<SignInRequest, 'url' | 'callbackUrl' | 'scopes'>

/** @returns undefined where people can sign in */
export function faultOf(
  verdict: Verdict,
  { url, callbackUrl, scopes }: Asked,
  { client, configured, remedy }: Requester,
): Fault | undefined {
  const { origin } = url
  switch (verdict.kind) {
    case 'good':
      return undefined
    case 'unreachable':
      return {
        finding: `The user pool domain ${origin} does not answer (${verdict.reason})`,
        remedy,
      }
    case 'no such endpoint':
      return {
        finding: `${origin} answers ${verdict.status} where sign-in begins, so it is no user pool domain`,
        remedy: 'correct COGNITO_DOMAIN',
      }
    case 'callback not registered':
      return {
        finding: `${callbackUrl} is no callback URL of ${client}`,
        remedy: `add it there ${configured}`,
      }
    case 'scope refused':
      return {
        finding: `Not every scope is allowed to ${client} (${scopes.join(' ')})`,
        remedy: `allow them there ${configured}, or ask for others`,
      }
    case 'refused':
      return {
        finding: `${origin} refuses ${client} (${verdict.error})`,
        remedy: 'check its id, COGNITO_DOMAIN, and that it may use the code flow',
      }
  }
}

/**
 * Asks the domain before a person has to.
 *
 * @throws {CommandError} what is wrong with the request, and what to do
 */
export async function refuseEarly(
  request: SignInRequest,
  { clientId, localPool }: Place,
): Promise<void> {
  const verdict = await probe(request.url, request.callbackUrl)
  const requester =
    localPool === undefined
      ? { client: `the app client ${clientId}`, ...onAws }
      : { client: 'the app client cli', ...locally }
  const fault = faultOf(verdict, request, requester)
  if (fault !== undefined) throw new CommandError(`${fault.finding}: ${fault.remedy}.`)
}
