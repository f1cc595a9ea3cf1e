import { inWords, moment } from '../output/time.ts'

/** What Cognito means by a header parameter (RFC 7515 section 4.1). */
export const headerMeanings: Readonly<Record<string, string>> = {
  alg: 'how it is signed; Cognito signs with RS256',
  kid: 'which key of the issuer signed it',
  typ: 'what it is',
}

/** What Cognito means by a claim (RFC 7519 section 4.1, OpenID Connect, AWS developer guide). */
const meanings: Readonly<Record<string, string>> = {
  iss: 'the user pool that issued it',
  sub: 'who it is about: the id of the user, or of the program',
  aud: 'whom it is for: the app client, or the API that it is bound to',
  client_id: 'the app client that got it',
  token_use: 'access is for APIs, id is for the app itself',
  scope: 'what it allows',
  exp: 'when it runs out',
  iat: 'when it was issued',
  nbf: 'from when on it is good',
  auth_time: 'when the user signed in',
  jti: 'the id of this token',
  origin_jti: 'the id of the sign-in, shared by all its tokens',
  event_id: 'the id of the sign-in in the logs of Cognito',
  version: 'the form of the token',
  username: 'the user, as the user pool names them',
  'cognito:username': 'the user, as the user pool names them',
  'cognito:groups': 'the groups of the user',
  'cognito:roles': 'the AWS roles of these groups',
  'cognito:preferred_role': 'the AWS role of the first of these groups',
  email: 'email address',
  email_verified: 'whether the user has proved that it is theirs',
  phone_number: 'phone number',
  phone_number_verified: 'whether the user has proved that it is theirs',
  nonce: 'ties the ID token to the request of the app',
  at_hash: 'ties the ID token to the access token beside it',
  identities: 'the other identity provider where the user signed in',
}

const times = ['exp', 'iat', 'nbf', 'auth_time']

/** @param now in seconds since 1970 */
export function meaningOf(claim: string, value: unknown, now: number): string {
  const meaning = Object.hasOwn(meanings, claim)
    ? (meanings[claim] as string)
    : 'an attribute of the user, or what a trigger added'
  if (!times.includes(claim) || typeof value !== 'number') return meaning
  const distance = value > now ? `in ${inWords(value - now)}` : `${inWords(now - value)} ago`
  return `${meaning}: ${moment(value)}, ${distance}`
}
