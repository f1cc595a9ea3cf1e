import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'

export interface ServeOptions {
  /** Default: 200. */
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** What a test may do to a pool that answers over HTTP. */
export interface Faults {
  /**
   * From now on every request has its connection destroyed and gets no answer. The port stays
   * taken, so that no other process can come by it meanwhile. Signing goes on working.
   */
  readonly goDown: () => void
  readonly comeBack: () => void
  /** Every answer comes this many milliseconds late; 0 ends it. */
  readonly slowDown: (milliseconds: number) => void
  /**
   * Answers anything at the address of the key set: text, bytes or a stream as they are, a function
   * with what it returns for each request, anything else as JSON. `undefined` brings the real
   * keys back.
   */
  readonly serve: (body: unknown, options?: ServeOptions) => void
  /** How often the key set has been asked for, also while the pool was down. */
  readonly keySetFetches: number
}

interface StandIn {
  readonly body: unknown
  readonly options: ServeOptions
}

/** @param keySetUrl the key set's route */
export function injectFaults(app: FastifyInstance, keySetUrl: string): Faults {
  let down = false
  let delay = 0
  let keySetFetches = 0
  let standIn: StandIn | undefined

  app.addHook('onRequest', async (request, reply) => {
    const forKeySet = request.routeOptions.url === keySetUrl
    if (forKeySet) keySetFetches += 1
    // A late answer must not keep a process alive that is otherwise done.
    if (delay > 0) await setTimeout(delay, undefined, { ref: false })
    if (down) {
      reply.hijack()
      request.raw.destroy()
    } else if (forKeySet && standIn !== undefined) {
      return sendStandIn(reply, standIn)
    }
  })

  return {
    goDown: () => {
      down = true
    },
    comeBack: () => {
      down = false
    },
    slowDown: milliseconds => {
      delay = milliseconds
    },
    serve: (body, options = {}) => {
      standIn = body === undefined ? undefined : { body, options }
    },
    get keySetFetches() {
      return keySetFetches
    },
  }
}

function sendStandIn(reply: FastifyReply, { body, options }: StandIn): FastifyReply {
  const { status = 200, headers = {} } = options
  const content: unknown = typeof body === 'function' ? body() : body
  const asItIs =
    typeof content === 'string' || content instanceof Uint8Array || content instanceof Readable
  return reply
    .code(status)
    .headers({ 'content-type': 'application/json', ...headers })
    .send(asItIs ? content : JSON.stringify(content))
}
