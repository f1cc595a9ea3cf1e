import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { PageFailure, signInAgain, toStart } from '../failures.ts'

/**
 * The page for an error of openid-client or fetch. Only codes are taken from it: its causes hold
 * tokens.
 *
 * @throws the error itself when it is neither's
 */
export function failureOf(error: unknown): PageFailure {
  if (error instanceof AuthorizationResponseError) return refusedSignIn(error.error)
  if (error instanceof ResponseBodyError) return refusedGrant(error.error)
  // RFC 6749 section 5.2: no other refusal of these endpoints has one.
  if (error instanceof WWWAuthenticateChallengeError) return refusedGrant('invalid_client')
  if (isAboutTheNetwork(error)) return userPoolAway()
  if (error instanceof ClientError) return unusableAnswer(error.code ?? 'unknown')
  throw error
}

function isAboutTheNetwork(error: unknown): boolean {
  if (error instanceof ClientError) return error.code === 'OAUTH_TIMEOUT'
  if (error instanceof DOMException) return error.name === 'TimeoutError'
  // fetch says why in the cause, which other TypeErrors lack.
  return error instanceof TypeError && error.cause !== undefined
}

export function userPoolAway(): PageFailure {
  return new PageFailure({
    status: 503,
    title: 'The user pool does not answer',
    text: [
      'Without it nobody can sign in, and no token can be refreshed. You have done nothing wrong.',
      'Try again in a moment. On a laptop, npm start runs the local user pool.',
    ],
    ways: [{ text: 'Try again', href: '/sign-in' }, toStart],
    code: 'user_pool_away',
  })
}

/** An answer that cannot be trusted: signature, issuer, audience, nonce, times. */
export function unusableAnswer(reason: string): PageFailure {
  return new PageFailure({
    status: 502,
    title: 'The answer of the user pool cannot be used',
    text: [
      'Its tokens do not fit this sign-in, this app client or this time, so nobody was signed in by them.',
      'Sign in again. If that happens again, whoever runs this web client should compare its settings with the user pool, and its clock with others.',
    ],
    ways: [signInAgain],
    code: 'unusable_answer',
    reason,
  })
}

/** The page for an error of the user info endpoint, which says 401 to an access token. */
export function userInfoFailureOf(error: unknown): PageFailure {
  if (error instanceof WWWAuthenticateChallengeError) return refusedToken()
  // Cognito's challenge has no scheme, which openid-client does not take for one.
  const { cause } = Object(error) as { cause?: unknown }
  return cause instanceof Response && cause.status === 401 ? refusedToken() : failureOf(error)
}

function refusedToken(): PageFailure {
  return new PageFailure({
    status: 403,
    title: 'The user pool refused the access token',
    text: [
      'It has expired, or was revoked, or lacks the scope openid.',
      'Refresh from the start. If that does not help, sign in again.',
    ],
    ways: [toStart, signInAgain],
    code: 'refused_token',
  })
}

/** What the user pool says at the callback (RFC 6749 section 4.1.2.1). */
function refusedSignIn(error: string): PageFailure {
  const code = known(error, refusals)
  return new PageFailure({
    status: refusalStatus[code] ?? 400,
    title: 'The user pool refused the sign-in',
    text: [
      refusals[code] ?? 'It gave a reason that this web client does not know.',
      'Nobody was signed in.',
    ],
    ways: [signInAgain, toStart],
    code,
  })
}

const refusalStatus: Readonly<Record<string, number>> = {
  access_denied: 403,
  server_error: 502,
  temporarily_unavailable: 503,
}

const refusals: Readonly<Record<string, string>> = {
  access_denied: 'You, or a rule of the user pool, said no.',
  invalid_request:
    'The request was not to its liking: the app client may not ask for one of the scopes, or one of them does not exist. Whoever runs this web client should allow them, or set RESOURCE_SERVER_ID.',
  invalid_scope:
    'The app client may not ask for one of the scopes, or one of them does not exist. Whoever runs this web client should allow them, or set RESOURCE_SERVER_ID.',
  unauthorized_client:
    'The app client may not sign people in by a code. Whoever runs this web client should allow the authorization code grant.',
  server_error: 'It has a problem of its own. Try again in a moment.',
  temporarily_unavailable: 'It is busy. Try again in a moment.',
  login_required: 'It wants you to sign in on its page first.',
}

/** What the user pool says at its token endpoint (RFC 6749 section 5.2). */
function refusedGrant(error: string): PageFailure {
  const code = known(error, grantRefusals)
  return new PageFailure({
    status: code === 'invalid_grant' ? 400 : 502,
    title: 'The user pool gave no tokens',
    text: [
      grantRefusals[code] ?? 'It gave a reason that this web client does not know.',
      'Sign in again.',
    ],
    ways: [signInAgain, toStart],
    code,
  })
}

const grantRefusals: Readonly<Record<string, string>> = {
  invalid_grant: 'Its code, or the refresh token, is used up, too old or revoked.',
  invalid_client:
    'It does not accept this web client. Whoever runs it should compare COGNITO_WEB_CLIENT_ID and COGNITO_WEB_CLIENT_SECRET with the app client.',
  unauthorized_client:
    'The app client may not do this. Whoever runs this web client should allow the authorization code grant and refresh tokens.',
}

/** What anybody can write into a callback does not get onto a page or into the log as a code. */
function known(code: string, texts: Readonly<Record<string, string>>): string {
  return Object.hasOwn(texts, code) ? code : 'unknown_error'
}
