import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Milliseconds: as long as a request may take that has a right to an answer. */
const defaultPatience = 3_000

/**
 * Ends connections that bring no whole request for a while after the service began to close. Node
 * then no longer holds them to its time-outs, and closing would wait for them: for the spare
 * connection of a browser, or the probe of a load balancer.
 */
export function dropUnfinishedRequests(app: FastifyInstance, patience = defaultPatience): void {
  const latest = new Map<Socket, ServerResponse | undefined>()
  let timer: NodeJS.Timeout | undefined

  app.server.on('connection', (socket: Socket) => {
    latest.set(socket, undefined)
    socket.once('close', () => latest.delete(socket))
  })
  app.server.on('request', (request, response) => latest.set(request.socket, response))
  app.addHook('preClose', done => {
    timer = setTimeout(drop, patience)
    done()
  })
  app.addHook('onClose', async () => clearTimeout(timer))

  function drop(): void {
    for (const [socket, response] of latest) {
      const isAnswering = response?.req.complete === true && !response.writableFinished
      if (!isAnswering) socket.destroy()
    }
  }
}
