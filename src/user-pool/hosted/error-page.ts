import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AppClient } from '../directory.ts'
import type { PoolParts } from '../install.ts'
import { nearestFirst } from '../nearest.ts'
import type { PageErrorCode } from '../oauth/authorization-error.ts'
import { type Parameters, readParameters } from '../oauth/parameters.ts'
import { type Comparison, type ErrorView, errorPage } from '../pages/error.ts'
import { sendPage } from './send-page.ts'

interface Explanation {
  readonly message: string
  readonly advice: string
  /** What to compare: a parameter of the page, and what the client has registered for it. */
  readonly compare?: {
    readonly parameter: string
    readonly registered: (client: AppClient) => readonly string[]
  }
}

const explanations: Readonly<Record<PageErrorCode, Explanation>> = {
  missing_client_id: {
    message: "Required String parameter 'client_id' is not present",
    advice: 'Send the id of an app client of this pool.',
  },
  unknown_client: {
    message: 'The app client does not exist in this pool.',
    advice:
      'Ids of app clients are made per install: npm run --silent status lists those of this one.',
  },
  missing_redirect_uri: {
    message: "Required String parameter 'redirect_uri' is not present",
    advice: 'Send one of the callback URLs of the app client.',
  },
  redirect_mismatch: {
    message: 'The redirect_uri is not among the callback URLs of the app client.',
    advice:
      'Send one of them letter by letter (scheme, port, case and a slash at the end all count), or add this one to callbackUrls in user-pool.json.',
    compare: { parameter: 'redirect_uri', registered: client => client.callbackUrls },
  },
  logout_mismatch: {
    message: "Required String parameter 'redirect_uri' is not present",
    advice:
      'That is what Cognito says when the logout_uri is not among the sign-out URLs of the app client. Send one of them letter by letter, or add this one to signOutUrls in user-pool.json.',
    compare: { parameter: 'logout_uri', registered: client => client.signOutUrls },
  },
  invalid_scope: {
    message: 'The app client asked for a scope that it does not have.',
    advice:
      'Ask for those it has, in full (resource server, slash, name); email, phone and profile need openid beside them. Or add the scope in user-pool.json.',
    compare: { parameter: 'scope', registered: client => client.scopes },
  },
  form_expired: {
    message: 'This form is too old, or came from another browser.',
    advice: 'Go back to the app and sign in again. Cookies have to be allowed.',
  },
}

const unknown: Explanation = {
  message: 'Something went wrong.',
  advice: 'Go back to the app and try again.',
}

/** `GET /error`: always 400, as Cognito's. Its words are chosen by code, never taken from the query. */
export function showError(
  { directory }: PoolParts,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { parameters } = readParameters(request.query)
  const code = parameters.get('error') ?? 'unknown'
  const isKnown = (text: string): text is PageErrorCode => Object.hasOwn(explanations, text)
  const { message, advice, compare } = isKnown(code) ? explanations[code] : unknown
  const client = directory.clients.find(({ id }) => id === parameters.get('client_id'))
  const view: ErrorView = {
    code: isKnown(code) ? code : 'unknown',
    message,
    advice,
    application: client && { name: client.name, id: client.id },
    comparison: compare && client && comparison(compare, client, parameters),
  }
  return sendPage(reply, errorPage(view), { status: 400 })
}

function comparison(
  { parameter, registered }: NonNullable<Explanation['compare']>,
  client: AppClient,
  parameters: Parameters,
): Comparison {
  const all = registered(client)
  const given = parameters.get(parameter) ?? ''
  // Of several scopes, the first that is not one of the client's is what is wrong.
  const requested =
    parameter === 'scope' ? (given.split(' ').find(scope => !all.includes(scope)) ?? given) : given
  return { what: parameter, requested, registered: nearestFirst(requested, all) }
}
