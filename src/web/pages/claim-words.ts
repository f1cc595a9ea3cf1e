import type { Claims } from '../oauth/tokens.ts'

/** What the claims of Cognito's tokens mean: who, what, when, and ids. */
const meanings: Readonly<Record<string, string>> = {
  name: 'Your name',
  given_name: 'Your given name',
  family_name: 'Your family name',
  email: 'Your email address',
  email_verified: 'Whether it was shown to be yours',
  phone_number: 'Your phone number',
  phone_number_verified: 'Whether it was shown to be yours',
  sub: 'Subject: your id in the user pool, which never changes',
  username: 'Your user name in the user pool',
  'cognito:username': 'Your user name in the user pool',
  'cognito:groups': 'Groups you are in',
  'cognito:roles': 'IAM roles of your groups',
  'cognito:preferred_role': 'IAM role that an identity pool gives you',
  identities: 'Accounts elsewhere that you sign in with',
  token_use: 'What kind of token it is: access or id',
  scope: 'What the token may be used for',
  client_id: 'The app client that the token was issued to',
  aud: 'Audience: for whom the token is',
  iss: 'Issuer: the user pool that signed the token',
  exp: 'Expires: good until then',
  iat: 'Issued at',
  nbf: 'Not good before',
  auth_time: 'When you signed in; a refresh does not change it',
  jti: 'Id of this one token, by which it can be revoked',
  origin_jti: 'Id of the sign-in, which all its tokens share',
  event_id: 'Id of the sign-in in the logs of the user pool',
  device_key: 'The device you signed in from',
  nonce: 'Binds the token to this sign-in: what the web client had sent',
  at_hash: 'Binds the ID token to the access token',
  version: 'Version of the token format',
}

const order = Object.keys(meanings)

/** Claims in the order in which they tell most: those of the user pool's own come first. */
export function inOrder(claims: Claims): [name: string, value: unknown][] {
  return Object.entries(claims).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other))
}

export function meaningOf(claim: string): string {
  if (Object.hasOwn(meanings, claim)) return meanings[claim] as string
  return claim.startsWith('custom:') ? customAttribute : ownClaim
}

const customAttribute = 'An attribute that your user pool defines'
const ownClaim = 'A claim that your user pool adds'

/** Claims that are seconds since 1970. */
export const times: ReadonlySet<string> = new Set(['exp', 'iat', 'nbf', 'auth_time'])
