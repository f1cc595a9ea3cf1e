import type { Socket } from 'node:net'

/**
 * What comes out of a connection from now on until it is closed. An error only ends it: a server that
 * refuses early may reset the connection, and what it said before is what counts.
 */
export async function untilClosed(socket: Socket): Promise<string> {
  let received = ''
  socket.on('data', chunk => {
    received += chunk
  })
  socket.on('error', () => {})
  await new Promise(resolve => socket.on('close', resolve))
  return received
}
