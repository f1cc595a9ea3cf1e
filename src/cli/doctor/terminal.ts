import type { Surroundings } from '../command.ts'
import { listenForCallback } from '../sign-in/callback.ts'
import type { Place } from '../sign-in/place.ts'
import { tokenStore } from '../sign-in/store.ts'
import { badFrom, type Check, good } from './check.ts'

/** What login needs of this machine: a free port, and a place for the tokens. */
export async function checkTerminal(
  place: Pick<Place, 'issuer' | 'clientId' | 'callbackUrls'>,
  env: Surroundings['env'],
): Promise<Check[]> {
  return [await checkPorts(place.callbackUrls), await checkStore(place, env)]
}

async function checkPorts(callbackUrls: readonly string[]): Promise<Check> {
  try {
    const { callbackUrl, close } = await listenForCallback(callbackUrls)
    close()
    return good('port', `login can listen at ${callbackUrl}`)
  } catch (error) {
    return badFrom('port', error as Error)
  }
}

async function checkStore(
  place: Pick<Place, 'issuer' | 'clientId'>,
  env: Surroundings['env'],
): Promise<Check> {
  const store = tokenStore(place, env)
  try {
    const tokens = await store.read()
    return good(
      'tokens',
      `${tokens === undefined ? 'nobody is signed in' : 'signed in'}, ${store.file}`,
    )
  } catch (error) {
    return badFrom('tokens', error as Error)
  }
}
