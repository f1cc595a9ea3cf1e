import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { isUnderWay, type LatestResponses } from './latest-responses.ts'

/** In milliseconds from when the service began to close. */
export interface Patience {
  /** With connections that bring no whole request. As long as a request may take to be answered. */
  unfinished: number
  /** With those that do not take their answer. Something is left then to close the database in. */
  unread: number
}

export const defaultPatience: Patience = { unfinished: 3_000, unread: 8_000 }

/**
 * Ends connections that would keep the service from closing, because Node no longer holds them to its
 * time-outs then: the spare connection of a browser, the probe of a load balancer, and whoever does
 * not read what was asked for.
 */
export function dropUnfinishedRequests(
  app: FastifyInstance,
  latest: LatestResponses,
  patience = defaultPatience,
): void {
  const timers: NodeJS.Timeout[] = []

  app.addHook('preClose', done => {
    timers.push(
      setTimeout(drop, patience.unfinished, (response?: ServerResponse) => !isUnderWay(response)),
      setTimeout(drop, patience.unread, () => true),
    )
    done()
  })
  app.addHook('onClose', async () => {
    for (const timer of timers) clearTimeout(timer)
  })

  function drop(isDropped: (response: ServerResponse | undefined) => boolean): void {
    for (const [socket, response] of latest) {
      if (isDropped(response)) socket.destroy()
    }
  }
}
