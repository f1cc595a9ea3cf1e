import { decodeJwt } from 'jose'
import { CommandError, type Surroundings } from '../command.ts'
import type { Settings } from '../settings.ts'
import { connect } from './connect.ts'
import { refresh } from './exchange.ts'
import { type Place, placeOf } from './place.ts'
import { type Tokens, tokenStore } from './store.ts'

/** Seconds before its end from which on a token is renewed, so that it lasts for a request. */
const margin = 30

/** A sign-in whose tokens are good now. */
export interface Session {
  readonly place: Place
  readonly tokens: Tokens
}

/**
 * The sign-in at the user pool of the settings, with its tokens renewed where they have run out.
 *
 * @throws {CommandError} nobody is signed in, or not any more
 */
export async function currentSession(
  settings: Settings,
  env: Surroundings['env'],
): Promise<Session> {
  const place = await placeOf(settings)
  const store = tokenStore(place, env)
  const tokens = await store.read()
  if (tokens === undefined) {
    throw new CommandError(`Nobody is signed in at ${place.issuer}: run login first.`)
  }
  if (!endsSoon(tokens)) return { place, tokens }
  const renewed = await refresh(await connect(place), tokens)
  await store.write(renewed)
  return { place, tokens: renewed }
}

function endsSoon({ accessToken, idToken }: Tokens): boolean {
  const ends = [accessToken, idToken].map(token => decodeJwt(token).exp as number)
  return Math.min(...ends) < Date.now() / 1000 + margin
}
