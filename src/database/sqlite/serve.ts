import type { MessagePort } from 'node:worker_threads'
import { configure, execute, openFile, writeBack } from './file.ts'
import { type Reply, type Request, replyTo } from './messages.ts'
import { watchPlace } from './place.ts'
import { createWriter } from './writer.ts'

/** How long a reader waits for another process that repairs the file after a crash. */
const readerTimeoutMs = 2_000

export interface ServeOptions {
  /** Path of a file that has been migrated. */
  path: string
  /** A reader sees what is committed, and does not wait for what is not. */
  role: 'reader' | 'writer'
}

/** The end of a conversation. Whatever was asked before must have been answered. */
export const closeMessage = 'close'

/**
 * Opens a file, sends a first message without replies to say so, and answers the requests that come
 * through a port, in batches as they come.
 */
export function serve(port: MessagePort, { path, role }: ServeOptions): void {
  const file = openFile(path, role === 'reader' ? readerTimeoutMs : 0)
  configure(file)
  const checkPlace = watchPlace(path)
  checkPlace()
  const post = (replies: Reply[]) => port.postMessage(replies)
  const { handle, stop } =
    role === 'reader' ? createReader() : createWriter({ file, checkPlace, post })
  port.on('message', (message: Request[] | typeof closeMessage) => {
    if (message !== closeMessage) return handle(message)
    stop()
    if (role === 'writer') writeBack(file)
    file.close()
    port.close()
  })
  post([])

  function createReader() {
    return {
      handle(requests: Request[]) {
        post(
          requests.map(request =>
            replyTo(request, () => {
              checkPlace()
              return execute(file, request.sql, request.parameters)
            }),
          ),
        )
      },
      stop() {},
    }
  }
}
