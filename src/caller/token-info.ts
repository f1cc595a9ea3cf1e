import { type Static, Type } from 'typebox'
import type { Principal } from '../cognito/index.ts'

const example = {
  sub: '5d1f8a3c-0d1e-4f6a-9b43-7a2f0c6d1e55',
  client_id: '7mq1bk3v0c4d5e6f7g8h9i0j1k',
  iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
  jti: '32df7501-514b-4a6e-9c01-579d252fa524',
  iat: 1_795_174_200,
  exp: 1_795_177_800,
}

const text = (description: string, example: string) =>
  Type.String({ description, examples: [example] })
const seconds = (description: string, example: number) =>
  Type.Number({ description: `${description}, in seconds since 1970.`, examples: [example] })

/** Introspection response (RFC 7662 section 2.2) with what Cognito adds. */
export const TokenInfoSchema = Type.Object(
  {
    active: Type.Literal(true, { description: 'Always true: a bad token gets 401.' }),
    kind: Type.Enum(['user', 'machine'], {
      type: 'string',
      description: 'Whether a person signed in or a program took the token for itself.',
    }),
    token_use: Type.Literal('access', { description: 'ID tokens are refused.' }),
    token_type: Type.Literal('Bearer'),
    scope: text('Scopes, parted by spaces.', 'orders/order.read orders/order.write'),
    client_id: text('App client the token was issued to.', example.client_id),
    username: Type.Optional(text('Only for a user.', example.sub)),
    groups: Type.Array(Type.String(), { description: 'Cognito groups.', examples: [['admin']] }),
    sub: text("The user's id; for a machine its client id.", example.sub),
    iss: text('The user pool.', example.iss),
    jti: text('Id of this token.', example.jti),
    iat: seconds('Issued', example.iat),
    exp: seconds('Expires', example.exp),
    auth_time: Type.Optional(seconds('Signed in', example.iat)),
    expires_in: Type.Integer({ description: 'Seconds left.', examples: [3599] }),
  },
  { title: 'TokenInfo', description: 'What the presented access token says.' },
)

export const HelloSchema = Type.Object(
  { message: Type.String({ examples: ['Hello, 5d1f8a3c-0d1e-4f6a-9b43-7a2f0c6d1e55!'] }) },
  { title: 'Hello', description: 'A greeting.' },
)

/** @param now in seconds since 1970 */
export function tokenInfo(principal: Principal, now: number): Static<typeof TokenInfoSchema> {
  const { authenticatedAt } = principal
  return {
    active: true,
    kind: principal.kind,
    token_use: 'access',
    token_type: 'Bearer',
    scope: [...principal.scopes].join(' '),
    client_id: principal.clientId,
    ...(principal.kind === 'user' && { username: principal.username }),
    groups: principal.kind === 'user' ? [...principal.groups] : [],
    sub: principal.subject,
    iss: principal.issuer,
    jti: principal.tokenId,
    iat: principal.issuedAt,
    exp: principal.expiresAt,
    ...(authenticatedAt !== undefined && { auth_time: authenticatedAt }),
    // Within the clock tolerance a token is accepted a little longer than it lives.
    expires_in: Math.max(0, Math.floor(principal.expiresAt - now)),
  }
}
