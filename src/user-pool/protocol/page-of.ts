import { CognitoError } from '../accounts/cognito-error.ts'

const longestPage = 60

/**
 * One page of a list. The token says where the next one begins; it stands for a place in the list as
 * it is when the token is used.
 *
 * @throws CognitoError InvalidParameterException for a token that is none
 */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number | undefined,
  token: string | undefined,
): { readonly page: readonly Item[]; readonly next: string | undefined } {
  const start = token === undefined ? 0 : readToken(token)
  const end = start + (limit ?? longestPage)
  const next = end < items.length ? Buffer.from(`from ${end}`).toString('base64url') : undefined
  return { page: items.slice(start, end), next }
}

function readToken(token: string): number {
  const [, start] = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? []
  if (start !== undefined) return Number(start)
  throw new CognitoError('InvalidParameterException', 'Invalid pagination token.')
}
