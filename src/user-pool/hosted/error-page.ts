import type { FastifyReply } from 'fastify'
import { nearestFirst } from '../configuration/nearest.ts'
import type { AppClient } from '../directory/app-client.ts'
import type { Directory } from '../directory/directory.ts'
import type { PageErrorCode } from '../oauth/authorization-error.ts'
import { type Parameters, readParameters } from '../oauth/parameters.ts'
import { type Comparison, type ErrorView, errorPage, type Remedy } from '../pages/error.ts'
import type { BrowserRequest } from './pages.ts'
import { correctScope, listEverything, registerAddress } from './remedies.ts'
import { sendPage } from './send-page.ts'

interface Explanation {
  readonly message: string
  readonly advice: string
  /** What to compare: a parameter of the page, and what the client has registered for it. */
  readonly compare?: {
    readonly parameter: string
    readonly registered: (client: AppClient) => readonly string[]
    readonly remedies: (client: AppClient, comparison: Comparison, directory: Directory) => Remedy[]
  }
  /** What helps where nothing is compared. */
  readonly remedies?: readonly Remedy[]
}

const explanations: Readonly<Record<PageErrorCode, Explanation>> = {
  missing_client_id: {
    message: "Required String parameter 'client_id' is not present",
    advice: 'Send the id of an app client of this pool.',
    remedies: [listEverything],
  },
  unknown_client: {
    message: 'The app client does not exist in this pool.',
    advice:
      'Ids of app clients are made per install, unless user-pool.json gives a client one of its own.',
    remedies: [listEverything],
  },
  missing_redirect_uri: {
    message: "Required String parameter 'redirect_uri' is not present",
    advice: 'Send one of the callback URLs of the app client.',
    remedies: [listEverything],
  },
  redirect_mismatch: {
    message: 'The redirect_uri is not among the callback URLs of the app client.',
    advice:
      'Send one of them letter by letter (scheme, port, case and a slash at the end all count), or register this one, if it is yours.',
    compare: {
      parameter: 'redirect_uri',
      registered: client => client.callbackUrls,
      remedies: (client, comparison) => registerAddress('callbackUrls', client, comparison),
    },
  },
  logout_mismatch: {
    message: "Required String parameter 'redirect_uri' is not present",
    advice:
      'That is what Cognito says when the logout_uri is not among the sign-out URLs of the app client. Send one of them letter by letter, or register this one, if it is yours.',
    compare: {
      parameter: 'logout_uri',
      registered: client => client.signOutUrls,
      remedies: (client, comparison) => registerAddress('signOutUrls', client, comparison),
    },
  },
  invalid_scope: {
    message: 'The app client asked for a scope that it does not have.',
    advice:
      'Ask for those it has, in full (resource server, slash, name); email, phone and profile need openid beside them.',
    compare: {
      parameter: 'scope',
      registered: client => client.scopes,
      remedies: correctScope,
    },
  },
  form_expired: {
    message: 'This form was used already, is too old, or came from another browser.',
    advice: 'Go back to the app, or sign in again. Cookies have to be allowed.',
  },
}

const unknown: Explanation = {
  message: 'Something went wrong.',
  advice: 'Go back to the app and try again.',
}

/** `GET /error`: always 400, as Cognito's. Its words are chosen by code, never taken from the query. */
export function showError({ pool, request, reply }: BrowserRequest): FastifyReply {
  const { directory } = pool
  const { parameters } = readParameters(request.query)
  const code = parameters.get('error') ?? 'unknown'
  const authorization = parameters.get('authorization')
  const isKnown = (text: string): text is PageErrorCode => Object.hasOwn(explanations, text)
  const { message, advice, compare, remedies = [] } = isKnown(code) ? explanations[code] : unknown
  const client = directory.clients.find(({ id }) => id === parameters.get('client_id'))
  const comparison = compare && client && compareWith(compare, client, parameters)
  const view: ErrorView = {
    code: isKnown(code) ? code : 'unknown',
    message,
    advice,
    application: client && { name: client.name, id: client.id },
    comparison,
    remedies: comparison ? compare.remedies(client, comparison, directory) : remedies,
    signInHref: authorization && `/login?${authorization}`,
  }
  return sendPage(reply, errorPage(view), { status: 400 })
}

/** More than that of a parameter would not help anybody. */
const longest = 2000

function compareWith(
  { parameter, registered }: NonNullable<Explanation['compare']>,
  client: AppClient,
  parameters: Parameters,
): Comparison {
  const all = registered(client)
  const given = (parameters.get(parameter) ?? '').slice(0, longest)
  // Of several scopes, the first that is not one of the client's is what is wrong.
  const requested =
    parameter === 'scope' ? (given.split(' ').find(scope => !all.includes(scope)) ?? given) : given
  return { what: parameter, requested, registered: nearestFirst(requested, all) }
}
