import type { FastifyInstance } from 'fastify'
import { isUnderWay, type LatestResponses } from './latest-responses.ts'

/** Milliseconds: as long as a request may take that has a right to an answer. */
const defaultPatience = 3_000

/**
 * Ends connections that bring no whole request for a while after the service began to close. Node
 * then no longer holds them to its time-outs, and closing would wait for them: for the spare
 * connection of a browser, or the probe of a load balancer.
 */
export function dropUnfinishedRequests(
  app: FastifyInstance,
  latest: LatestResponses,
  patience = defaultPatience,
): void {
  let timer: NodeJS.Timeout | undefined

  app.addHook('preClose', done => {
    timer = setTimeout(drop, patience)
    done()
  })
  app.addHook('onClose', async () => clearTimeout(timer))

  function drop(): void {
    for (const [socket, response] of latest) {
      if (!isUnderWay(response)) socket.destroy()
    }
  }
}
