import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'
import { CommandError } from '../command.ts'
import { closingPage, contentSecurityPolicy, type PageText } from './closing-page.ts'

/** The browser came back. */
export interface Arrival {
  /** The address it came to, with what the user pool put into it. */
  readonly url: URL
  /** Says there how it went on; resolves when that is sent, or nobody waits for it any more. */
  readonly show: (page: PageText) => Promise<void>
}

/** A callback URL of this machine that is listened on (RFC 8252 section 7.3). */
export interface CallbackListener {
  readonly callbackUrl: string
  /** Waits for the one that answers the request with this state, and for nobody else. */
  readonly arrival: (state: string) => Promise<Arrival>
  readonly close: () => void
}

/**
 * Listens on the first callback URL whose port is free.
 *
 * @throws {CommandError} all are taken, or none is of this machine
 */
export async function listenForCallback(
  callbackUrls: readonly string[],
): Promise<CallbackListener> {
  const own = callbackUrls.filter(isOfThisMachine)
  for (const callbackUrl of own) {
    const server = createServer()
    if (await listens(server, new URL(callbackUrl))) return listenerOf(server, callbackUrl)
  }
  throw new CommandError(
    own.length === 0
      ? 'The app client of the command line has no callback URL of this machine: add http://localhost:8976/callback to it.'
      : `Every port that may be signed in on is taken (${own.map(url => new URL(url).port).join(', ')}): free one, or use --no-browser.`,
  )
}

function isOfThisMachine(callbackUrl: string): boolean {
  return /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):\d+\//.test(callbackUrl)
}

async function listens(server: Server, { hostname, port }: URL): Promise<boolean> {
  // Browsers try both addresses of localhost.
  const host = hostname === '[::1]' ? '::1' : '127.0.0.1'
  try {
    await once(server.listen({ host, port: Number(port) }), 'listening')
    return true
  } catch {
    return false
  }
}

function listenerOf(server: Server, callbackUrl: string): CallbackListener {
  return {
    callbackUrl,
    arrival: state =>
      new Promise(resolve => {
        server.on('request', (request, response: ServerResponse) => {
          const url = new URL(callbackUrl)
          const [path, query = ''] = (request.url as string).split('?')
          url.search = query
          if (request.method !== 'GET' || path !== url.pathname) {
            response.writeHead(404).end()
          } else if (url.searchParams.get('state') !== state) {
            // Any page can send a browser here: that ends nothing.
            void send(response, 400, strange)
          } else {
            resolve({ url, show: page => send(response, page.isGood ? 200 : 400, page) })
          }
        })
      }),
    close: () => {
      server.close()
      // Browsers open connections in advance, which would keep the command from ending.
      server.closeAllConnections()
    },
  }
}

const strange: PageText = {
  isGood: false,
  title: 'This is not the sign-in that was started',
  text: 'Open the address that the terminal shows.',
}

async function send(response: ServerResponse, status: number, page: PageText): Promise<void> {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(closingPage(page))
  await finished(response).catch(() => {})
}
