import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'

/** What an app answers, by path. */
export type Answers = Readonly<Record<string, { readonly type: string; readonly body: string }>>

/**
 * An app on a free port of localhost, for the browser to come back to. Unknown paths are an empty
 * page.
 *
 * @returns its origin, and path and query of each request
 */
export async function startApp(answers: Answers = {}) {
  const requests: string[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = request.url as string
    requests.push(url)
    const [path = ''] = url.split('?')
    const { type, body } = answers[path] ?? {
      type: 'text/html',
      body: '<!doctype html><html lang="en"><title>The app</title><link rel="icon" href="data:,">',
    }
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, requests }
}
