import { readLine } from '../arguments/input.ts'
import { CommandError, type Surroundings } from '../command.ts'
import { connect } from './connect.ts'
import { exchange } from './exchange.ts'
import type { Place } from './place.ts'
import { createRequest } from './request.ts'
import type { Tokens } from './store.ts'
import { refuseEarly } from './verdict.ts'

/**
 * Signs in with a browser anywhere, whose last address the user pastes.
 *
 * @throws {CommandError} that does not work, or the address is another
 */
export async function byHand(
  place: Place,
  scopes: readonly string[],
  { err, input }: Pick<Surroundings, 'err' | 'input'>,
): Promise<Tokens> {
  const connection = await connect(place)
  const [callbackUrl] = place.callbackUrls as [string]
  const request = await createRequest(connection, callbackUrl, scopes)
  await refuseEarly(request, place)
  err(`Open this address in a browser and sign in:\n\n${request.url}\n
It ends at an address that begins with ${callbackUrl}, where no page may be.
Paste that address: `)
  const pasted = await readLine(input())
  const answer = new URL(callbackUrl)
  answer.search = URL.canParse(pasted) ? new URL(pasted).search : ''
  if (answer.searchParams.get('state') !== request.checks.expectedState) {
    throw new CommandError(
      `This sign-in did not end there: paste all of the address that begins with ${callbackUrl}.`,
    )
  }
  return exchange(connection, request, answer)
}
