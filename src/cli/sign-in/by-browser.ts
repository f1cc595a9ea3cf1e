import { CommandError, type Surroundings } from '../command.ts'
import { inWords } from '../output/time.ts'
import { openBrowser } from './browser.ts'
import { type Arrival, listenForCallback } from './callback.ts'
import { connect } from './connect.ts'
import { exchange } from './exchange.ts'
import type { Place } from './place.ts'
import { createRequest } from './request.ts'
import type { Tokens } from './store.ts'
import { refuseEarly } from './verdict.ts'

interface Terminal extends Pick<Surroundings, 'env' | 'err'> {
  /** Seconds to wait for the browser. */
  readonly timeout: number
}

/**
 * Signs in with the browser of this machine, which comes back to a port of it.
 *
 * @throws {CommandError} that does not work, or it does not come back
 */
export async function byBrowser(
  place: Place,
  scopes: readonly string[],
  { env, err, timeout }: Terminal,
): Promise<Tokens> {
  const connection = await connect(place)
  const listener = await listenForCallback(place.callbackUrls)
  try {
    const request = await createRequest(connection, listener.callbackUrl, scopes)
    await refuseEarly(request, place)
    const arrival = listener.arrival(request.checks.expectedState)
    err(`Sign in with your browser, at:\n\n${request.url}\n\n`)
    if (!(await openBrowser(request.url.href, env))) {
      err(
        'No browser could be started: open the address yourself, or use --no-browser for the browser of another machine.\n',
      )
    }
    const arrived = await within(timeout, arrival)
    return await finish(arrived, exchange(connection, request, arrived.url))
  } finally {
    listener.close()
  }
}

/** @throws {CommandError} the browser did not come back in time */
async function within(seconds: number, arrival: Promise<Arrival>): Promise<Arrival> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const message = `The browser did not come back within ${inWords(seconds)}: run login again, with more --timeout or with --no-browser.`
    timer = setTimeout(() => reject(new CommandError(message)), seconds * 1000)
  })
  try {
    return await Promise.race([arrival, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Tells the browser too how it ended. */
async function finish({ show }: Arrival, exchanged: Promise<Tokens>): Promise<Tokens> {
  try {
    const tokens = await exchanged
    await show({
      isGood: true,
      title: 'You are signed in',
      text: 'Go on in the terminal. You can close this page.',
    })
    return tokens
  } catch (error) {
    await show({ isGood: false, title: 'You are not signed in', text: 'The terminal says why.' })
    throw error
  }
}
