import Fastify, { type FastifyInstance } from 'fastify'
import { latestResponses } from '../http/latest-responses.ts'
import { addressesOf, listenAt } from '../http/listen.ts'
import { dropUnfinishedRequests } from '../http/unfinished-requests.ts'
import { timeOutOptions } from '../limits/time-outs.ts'

export interface ListenOptions {
  readonly host: string
  readonly port: number
}

export interface Listening {
  readonly close: () => Promise<void>
}

/**
 * Listens at once, and builds what answers with the first request: whoever never opens the web client
 * does not wait for it to be loaded.
 *
 * @param build makes the app; called once, and again after it has failed
 * @throws Error such as EADDRINUSE
 */
export async function listenLazily(
  { host, port }: ListenOptions,
  build: () => Promise<FastifyInstance>,
): Promise<Listening> {
  let built: Promise<FastifyInstance> | undefined
  const door: FastifyInstance = Fastify({
    logger: false,
    ...timeOutOptions(),
    // The router would refuse it by itself, and not with a page.
    rewriteUrl: ({ url = '' }) => (hasDecodablePath(url) ? url : '/not-found'),
  })
  dropUnfinishedRequests(door, latestResponses(door.server))
  door.addHook('onRequest', async (request, reply) => {
    built ??= build().catch(error => {
      built = undefined
      throw error
    })
    const app = await built
    reply.hijack()
    app.routing(request.raw, reply.raw)
  })
  await listenAt(door, await addressesOf(host), port)
  return {
    close: async () => {
      await door.close()
      await (await built)?.close()
    },
  }
}

function hasDecodablePath(url: string): boolean {
  try {
    decodeURI(url.replace(/\?.*/, ''))
    return true
  } catch {
    return false
  }
}
