import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { visit, type World } from './world.ts'

export interface StandInAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
}

export interface StandIn {
  readonly origin: string
  /** What it answers from now on, by path: JSON, or nothing. Else it asks the real one. */
  readonly answers: Map<string, StandInAnswer>
  /** Bodies of the requests, by path. */
  readonly requests: (readonly [path: string, body: string])[]
}

/** In the place of something that answers over HTTP, to have it answer wrong. */
export async function standIn(t: Test, real: string): Promise<StandIn> {
  const answers: StandIn['answers'] = new Map()
  const requests: (readonly [string, string])[] = []
  const server = createServer(async (request, response) => {
    const path = request.url as string
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    requests.push([path, body])
    const answer = answers.get(path.split('?')[0] as string)
    if (answer !== undefined) {
      const headers = { 'content-type': 'application/json', ...answer.headers }
      response.writeHead(answer.status ?? 200, headers)
      response.end(JSON.stringify(answer.json))
      return
    }
    const { host: _, connection: __, ...headers } = request.headers
    const reply = await fetch(`${real}${path}`, {
      method: request.method as string,
      headers: headers as Record<string, string>,
      body: request.method === 'GET' ? null : body,
      redirect: 'manual',
    })
    const type = reply.headers.get('content-type') ?? 'text/plain'
    response.writeHead(reply.status, { 'content-type': type }).end(await reply.text())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, answers, requests }
}

/** Somebody who signed in by an app client that gets no refresh token, and what the pool was asked. */
export async function signedInWithoutRefreshToken(t: Test, world: World) {
  const { pool, settings } = world
  const { origin: domain, answers, requests } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
  const { headers } = await visitor.get('/sign-in')
  const query = new URL(String(headers.location)).searchParams
  const json = {
    access_token: await pool.accessToken(),
    id_token: await pool.idToken({ nonce: query.get('nonce') as string }),
    token_type: 'Bearer',
  }
  answers.set('/oauth2/token', { json })
  await visitor.get(`/oauth/cognito?code=abc&state=${query.get('state')}`)
  return { visitor, requests }
}
