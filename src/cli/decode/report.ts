import { decodeJwt, decodeProtectedHeader } from 'jose'
import { table } from '../../text/table.ts'
import { CommandError } from '../command.ts'
import { printable } from '../output/printable.ts'
import { inWords } from '../output/time.ts'
import { headerMeanings, meaningOf } from './claims.ts'
import type { SignatureReport } from './signature.ts'

type Members = Readonly<Record<string, unknown>>

/** A token without its signature, which is what makes it one. */
export interface Decoded {
  readonly header: Members
  readonly claims: Members
}

/** What `decode --json` prints. */
export interface TokenReport extends Decoded {
  /** What it is, for whom and until when. */
  readonly summary: string
  readonly signature: SignatureReport
  /** What each claim means. */
  readonly meanings: Readonly<Record<string, string>>
}

/** @throws {CommandError} it is no signed token */
export function decodeToken(token: string): Decoded {
  const parts = token.split('.')
  if (parts.length === 5) {
    throw new CommandError('That is encrypted: a refresh token, which Cognito alone can read.')
  }
  try {
    return { header: { ...decodeProtectedHeader(token) }, claims: decodeJwt(token) }
  } catch {
    throw new CommandError('That is no token: give all of it, three parts with a dot between them.')
  }
}

/** @param now in seconds since 1970 */
export function reportToken(
  { header, claims }: Decoded,
  signature: SignatureReport,
  now: number,
): TokenReport {
  const meanings = Object.entries(claims).map(([name, value]) => [
    name,
    meaningOf(name, value, now),
  ])
  return {
    summary: `${kindOf(claims)}, ${validity(claims, now)}.`,
    signature,
    header,
    claims,
    meanings: Object.fromEntries(meanings),
  }
}

function kindOf({ token_use, username, sub, client_id }: Members): string {
  if (token_use === 'id') return 'An ID token: it tells the app who signed in, and opens no API'
  if (token_use !== 'access') return 'A token that is not one of Cognito'
  return username === undefined && sub === client_id
    ? 'An access token of a program, without a user'
    : 'An access token of a user'
}

function validity({ exp }: Members, now: number): string {
  if (typeof exp !== 'number') return 'without an end'
  return exp > now ? `good for ${inWords(exp - now)}` : `which ran out ${inWords(now - exp)} ago`
}

export function tokenText({ summary, signature, header, claims, meanings }: TokenReport): string {
  const headers = Object.entries(header).map(([name, value]) => [
    name,
    text(value),
    Object.hasOwn(headerMeanings, name) ? `${headerMeanings[name]}` : 'not used by Cognito',
  ])
  const rows = Object.entries(claims).map(([name, value]) => [name, text(value), meanings[name]])
  const lines = (cells: unknown[][]) =>
    table(cells.map(row => row.map(cell => printable(`${cell}`)))).map(line => `  ${line}`)
  return [
    summary,
    `Signature: ${signature.verdict}, ${signature.reason}.`,
    '',
    'Header',
    ...lines(headers),
    '',
    'Claims',
    ...lines(rows),
    '',
  ].join('\n')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
