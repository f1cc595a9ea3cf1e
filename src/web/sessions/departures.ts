import { randomBytes } from 'node:crypto'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { EncryptJWT, jwtDecrypt } from 'jose'
import { isSame } from '../../user-pool/constant-time.ts'
import type { Proof } from '../oauth/provider.ts'

/**
 * Browsers that left for a sign-in. Each keeps what its callback will be held against, sealed: so that
 * those who never come back take no room, and push out nobody.
 */
export interface Departures {
  readonly remember: (reply: FastifyReply, state: string, proof: Proof) => Promise<void>
  /**
   * What the callback with this state is held against. It is forgotten with that.
   *
   * @returns undefined where no sign-in with this state is under way in this browser
   */
  readonly take: (
    request: FastifyRequest,
    reply: FastifyReply,
    state: string,
  ) => Promise<Proof | undefined>
}

/** A sign-in takes no longer: Cognito's pages give up after five minutes. */
const maxAge = 600

/** With a key that is known here alone, no algorithm but these is meant. */
const alg = 'dir'
const enc = 'A256GCM'

/** @param now milliseconds since 1970 */
export function createDepartures(
  cookieName: string,
  cookieOptions: CookieSerializeOptions,
  now: () => number,
): Departures {
  const key = randomBytes(32)

  async function read(sealed: string): Promise<(Proof & { state: string }) | undefined> {
    try {
      const { payload } = await jwtDecrypt<Proof & { state: string }>(sealed, key, {
        keyManagementAlgorithms: [alg],
        contentEncryptionAlgorithms: [enc],
        currentDate: new Date(now()),
      })
      return payload
    } catch {
      return undefined
    }
  }

  return {
    remember: async (reply, state, proof) => {
      const sealed = await new EncryptJWT({ state, ...proof })
        .setProtectedHeader({ alg, enc })
        .setExpirationTime(new Date(now() + maxAge * 1000))
        .encrypt(key)
      reply.setCookie(cookieName, sealed, { ...cookieOptions, maxAge })
    },
    take: async (request, reply, state) => {
      const departure = await read(request.cookies[cookieName] ?? '')
      if (departure === undefined || !isSame(state, departure.state)) return undefined
      reply.clearCookie(cookieName, cookieOptions)
      const { nonce, codeVerifier } = departure
      return { nonce, codeVerifier }
    },
  }
}
