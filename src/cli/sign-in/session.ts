import { setTimeout } from 'node:timers/promises'
import { decodeJwt } from 'jose'
import type { Configuration } from 'openid-client'
import { CommandError, type Surroundings } from '../command.ts'
import type { Settings } from '../settings/settings.ts'
import { connect } from './connect.ts'
import { refresh } from './exchange.ts'
import { type Place, placeOf } from './place.ts'
import { type TokenStore, type Tokens, tokenStore } from './store.ts'

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
  return { place, tokens: await renew(tokens, await connect(place), store) }
}

async function renew(
  tokens: Tokens,
  connection: Configuration,
  store: TokenStore,
): Promise<Tokens> {
  const renewed = await refresh(connection, tokens)
  if (renewed !== undefined) {
    // Who has signed out meanwhile, or in again, is not to be signed in as before.
    const held = await store.read()
    if (held?.refreshToken === tokens.refreshToken) await store.write(renewed)
    return renewed
  }
  // Where refresh tokens rotate, another command at the same time has used up this one.
  for (let turn = 0; turn < 10; turn++) {
    const others = await store.read()
    if (others !== undefined && !endsSoon(others)) return others
    await setTimeout(50)
  }
  throw new CommandError('The sign-in has ended: run login again.')
}

function endsSoon({ accessToken, idToken }: Tokens): boolean {
  const ends = [accessToken, idToken].map(token => decodeJwt(token).exp as number)
  return Math.min(...ends) < Date.now() / 1000 + margin
}
