import { refuseUnknown } from '../configuration/unknown-option.ts'

interface TokenOptions {
  /**
   * Seconds the token is good for. Default: 3600, Cognito's. Zero or less makes a token that ran
   * out that many seconds ago, issued an hour before it did.
   */
  readonly expiresIn?: number | undefined
  /** Claims to add or replace, one at a time; one given as `undefined` is left out. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
  /** Header members to add or replace beside `kid` and `alg`. The signature is RS256 always. */
  readonly header?: Readonly<Record<string, unknown>> | undefined
}

interface UserTokenOptions extends TokenOptions {
  /** Email or `sub` of a user of the pool. Default: the first one, alice in the default pool. */
  readonly user?: string | undefined
  /**
   * Name or id of an app client; any other text stands as it is, for tokens of a client that the
   * pool does not know. Default: the first client with the code flow, `web` in the default pool.
   */
  readonly clientId?: string | undefined
  /** `cognito:groups`; an empty list leaves the claim out. Default: the groups of the user. */
  readonly groups?: readonly string[] | undefined
}

export interface AccessTokenOptions extends UserTokenOptions {
  /**
   * Scopes of the token, not checked against the pool. A short name belongs to the first resource
   * server (`order.read` becomes `orders/order.read`); names with a slash, the OpenID Connect
   * scopes and `aws.cognito.signin.user.admin` stay as they are; an empty list leaves the claim
   * out. Default: every scope of every resource server.
   */
  readonly scopes?: readonly string[] | undefined
}

export interface IdTokenOptions extends UserTokenOptions {
  readonly nonce?: string | undefined
  /** The access token issued beside it, for `at_hash` (OpenID Connect Core 3.1.3.6). */
  readonly accessToken?: string | undefined
}

export interface MachineTokenOptions extends TokenOptions {
  /** Name or id of an app client. Default: the first one with client credentials, `machine`. */
  readonly clientId?: string | undefined
  /** As for an access token. Default: every scope of the client, or of the pool if not its own. */
  readonly scopes?: readonly string[] | undefined
}

const ofAll = { claims: true, expiresIn: true, header: true } as const
const ofUser = { ...ofAll, clientId: true, groups: true, user: true } as const

const optionsOf = {
  accessToken: { ...ofUser, scopes: true } satisfies Record<keyof AccessTokenOptions, true>,
  idToken: { ...ofUser, accessToken: true, nonce: true } satisfies Record<
    keyof IdTokenOptions,
    true
  >,
  machineToken: { ...ofAll, clientId: true, scopes: true } satisfies Record<
    keyof MachineTokenOptions,
    true
  >,
}

/**
 * @throws TypeError for an option that there is not, or of another type: the token would be another
 * one than is meant
 */
export function checkTokenOptions(kind: keyof typeof optionsOf, given: TokenOptions): void {
  refuseUnknown(kind, given, optionsOf[kind])
  const { expiresIn = 0, scopes = [], groups = [] }: Record<string, unknown> = { ...given }
  if (!Number.isFinite(expiresIn)) {
    throw new TypeError(`${kind}: expiresIn must be a number of seconds, such as 300`)
  }
  for (const [name, list] of Object.entries({ scopes, groups })) {
    if (!Array.isArray(list)) throw new TypeError(`${kind}: ${name} must be a list of names`)
  }
}
