import { Server } from 'node:net'

/** However many connections come: those to a server that closes should be few, in milliseconds. */
const acceptingMs = 200

/** A longer turn counts as one of so many milliseconds: it is a busy process then, not a busy door. */
const longTurnMs = 10

/** What comes while the event loop is in a turn is seen in the next; so the last has to be short. */
const shortTurnMs = 0.1

/**
 * Stops listening at a moment when no connection waits to be accepted: Node takes one in each turn of
 * its loop, and the system resets the others with the listener, and what they have sent. Connections
 * that were accepted stay as they are.
 *
 * @param doors all through which the connections come, of which the first tells of each
 */
export function stopListening(doors: readonly [Server, ...Server[]]): Promise<void> {
  const [server] = doors
  let left = acceptingMs
  let begun = Number.NEGATIVE_INFINITY
  let hasCome = false
  const come = () => {
    hasCome = true
  }
  server.on('connection', come)
  return new Promise(resolve => {
    setImmediate(function look() {
      const now = performance.now()
      const turn = now - begun
      left -= Math.min(turn, longTurnMs)
      if ((hasCome || turn > shortTurnMs) && left > 0) {
        begun = now
        hasCome = false
        setImmediate(look)
        return
      }
      // That of HTTP would also end the connections that are between two requests.
      for (const door of doors) Server.prototype.close.call(door)
      server.off('connection', come)
      resolve()
    })
  })
}
