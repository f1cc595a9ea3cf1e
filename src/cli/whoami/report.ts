import { decodeJwt } from 'jose'
import { table } from '../../text/table.ts'
import { printable } from '../output/printable.ts'
import { inWords } from '../output/time.ts'
import { scopeInWords } from '../sign-in/scopes.ts'
import type { Session } from '../sign-in/session.ts'

/** What `whoami --json` prints. */
export interface SessionReport {
  readonly username: string
  readonly sub: string
  /** Where the ID token tells it. */
  readonly email?: string
  readonly groups: readonly string[]
  readonly clientId: string
  readonly issuer: string
  readonly scopes: readonly { readonly name: string; readonly allows: string }[]
  /** When the person signed in, in seconds since 1970, as is the next. */
  readonly signedInAt: number
  readonly expiresAt: number
  /** Seconds that the access token has left. */
  readonly expiresIn: number
}

/** Claims of Cognito's access token that are always there, unless a group is none. */
interface AccessClaims {
  readonly sub: string
  readonly username: string
  /** A trigger before the token generation may take all of them. */
  readonly scope?: string
  readonly auth_time: number
  readonly exp: number
  readonly 'cognito:groups'?: readonly string[]
}

export function reportSession({ place, tokens }: Session, resourceServerId: string): SessionReport {
  const claims = decodeJwt<AccessClaims>(tokens.accessToken)
  const { email } = decodeJwt<{ email?: string }>(tokens.idToken)
  return {
    username: claims.username,
    sub: claims.sub,
    ...(email !== undefined && { email }),
    groups: claims['cognito:groups'] ?? [],
    clientId: place.clientId,
    issuer: place.issuer,
    scopes: (claims.scope ?? '')
      .split(' ')
      .filter(name => name !== '')
      .map(name => ({ name, allows: scopeInWords(name, resourceServerId) })),
    signedInAt: claims.auth_time,
    expiresAt: claims.exp,
    expiresIn: Math.max(0, Math.floor(claims.exp - Date.now() / 1000)),
  }
}

export function sessionText(report: SessionReport): string {
  const { username, email, sub, groups, issuer, clientId, expiresIn, scopes } = report
  const name = printable(email ?? username)
  const members = groups.length === 0 ? 'in no group' : `in ${printable(groups.join(', '))}`
  const lines = [
    `Signed in as ${name} (${printable(sub)}), ${members}.`,
    `User pool ${issuer}, app client ${clientId}.`,
    `The access token is good for ${inWords(expiresIn)}, and renewed by itself after that.`,
    'It allows:',
    ...table(scopes.map(scope => [scope.name, scope.allows].map(printable))).map(
      line => `  ${line}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}
