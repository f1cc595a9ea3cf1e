import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isSame } from '../../user-pool/constant-time.ts'
import { sessionEnded, unknownForm } from '../failures.ts'
import { defaultSessionLimits, type WebClientOptions } from '../options.ts'
import { createDepartures, type Departures } from './departures.ts'
import { createLimitedMap } from './limited-map.ts'
import type { Session } from './session.ts'

/** What the web client knows a browser by. */
export interface Visitors {
  /** Sign-ins under way. */
  readonly departures: Departures
  /** Of whoever is signed in, if anybody is. */
  readonly find: (request: FastifyRequest) => Session | undefined
  /** Whether there was a session in this browser that is over. */
  readonly hadSession: (request: FastifyRequest) => boolean
  /** @throws PageFailure 401 when nobody is signed in */
  readonly demand: (request: FastifyRequest) => Session
  /**
   * The session of whoever sent this form.
   *
   * @throws PageFailure 401 when nobody is signed in, 403 for a form that was not made here
   */
  readonly demandForm: (request: FastifyRequest) => Session
  /** Under a new id, so that none known before the sign-in is worth anything; the old one ends. */
  readonly start: (request: FastifyRequest, reply: FastifyReply, session: Session) => void
  readonly end: (request: FastifyRequest, reply: FastifyReply) => void
}

export function createVisitors(options: WebClientOptions): Visitors {
  const { url, sessionLimits, now = Date.now } = options
  const limits = { ...defaultSessionLimits, ...sessionLimits }
  const sessions = createLimitedMap<Session>(limits, now)
  const [sessionCookie, departureCookie] = cookieNames(url)
  const cookieOptions: CookieSerializeOptions = {
    path: '/',
    httpOnly: true,
    // Not strict: the browser comes back from the user pool, which is another site.
    sameSite: 'lax',
    secure: url.startsWith('https:'),
  }

  const idIn = (request: FastifyRequest) => request.cookies[sessionCookie] ?? ''
  const find = (request: FastifyRequest) => sessions.get(idIn(request))

  function demand(request: FastifyRequest): Session {
    const session = find(request)
    if (session === undefined) throw sessionEnded()
    return session
  }

  return {
    departures: createDepartures(departureCookie, cookieOptions, now),
    find,
    hadSession: request => idIn(request) !== '' && find(request) === undefined,
    demand,
    demandForm: request => {
      const session = demand(request)
      const { _csrf: given } = Object(request.body) as Record<string, unknown>
      const site = request.headers['sec-fetch-site'] ?? 'same-origin'
      if (site !== 'same-origin' || !isSame(String(given), session.csrfToken)) throw unknownForm()
      return session
    },
    start: (request, reply, session) => {
      sessions.delete(idIn(request))
      reply.setCookie(sessionCookie, sessions.add(session), cookieOptions)
    },
    end: (request, reply) => {
      // The form of another site comes without the cookie, and must not take it away either.
      if (idIn(request) === '') return
      sessions.delete(idIn(request))
      reply.clearCookie(sessionCookie, cookieOptions)
    },
  }
}

/**
 * On https no other site, not even one of the same domain, can set a cookie of this prefix
 * (RFC 6265bis). On http cookies ignore ports, so that those of another app on localhost arrive here
 * too.
 */
function cookieNames(url: string): [session: string, departure: string] {
  const { protocol, port } = new URL(url)
  const name = protocol === 'https:' ? '__Host-web-client' : `web-client-${port || '80'}`
  return [name, `${name}-sign-in`]
}
