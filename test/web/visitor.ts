import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { UserPool } from '../../src/user-pool/index.ts'
import { createTestBrowser, departure, page } from '../user-pool/browser.ts'

export type Answer = LightMyRequestResponse

/** A browser with cookies at the web client; at the pool it is a new one each time. */
export interface Visitor {
  readonly cookies: Map<string, string>
  /** Does not follow redirects. */
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  /** Sends a form with the token of the pages of this visitor, unless it brings one. */
  readonly post: (
    path: string,
    fields?: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<Answer>
  /** Goes to the pool and signs in there. @returns path and query of the callback */
  readonly leave: (user?: string) => Promise<string>
  /** Signs in, up to the page that greets. */
  readonly signIn: (user?: string) => Promise<Answer>
  /** Another browser at the same web client. */
  readonly another: () => Visitor
}

export function createVisitor(app: FastifyInstance, pool: UserPool, url: string): Visitor {
  const cookies = new Map<string, string>()

  async function send(request: InjectOptions): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await app.inject({
      ...request,
      headers: { host: new URL(url).host, ...(cookie && { cookie }), ...request.headers },
    })
    for (const { name, value } of answer.cookies) {
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }

  async function csrfToken(): Promise<string> {
    const answer = await send({ method: 'GET', url: '/aws' })
    return /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? ''
  }

  const visitor: Visitor = {
    cookies,
    get: (path, headers = {}) => send({ method: 'GET', url: path, headers }),
    post: async (path, fields = {}, headers = {}) =>
      send({
        method: 'POST',
        url: path,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams({ _csrf: await csrfToken(), ...fields }).toString(),
      }),
    leave: async (user = 'alice@example.com') => {
      const { headers } = await visitor.get('/sign-in')
      const asked = new URL(String(headers.location))
      const atPool = createTestBrowser(pool.origin)
      const signInPage = await atPool.open(`${pool.origin}${asked.pathname}${asked.search}`)
      const values = { username: user, password: pool.user(user).password ?? '' }
      return pathOf(departure(await atPool.submit(page(signInPage), values)))
    },
    signIn: async user => {
      const callback = await visitor.leave(user)
      await visitor.get(callback)
      return visitor.get('/')
    },
    another: () => createVisitor(app, pool, url),
  }
  return visitor
}

function pathOf({ pathname, search }: URL): string {
  return `${pathname}${search}`
}

/** What can be read on a page, without the marks. */
function textOf(html: string): string {
  const [, main = html] = /<main[^>]*>(.*)<\/main>/s.exec(html) ?? []
  return main
    .replace(/<\/?(?:a|b|bdi|code|mark|small|span|strong|time)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Title and text of a page. */
export function read({ body }: Answer): { title: string; text: string } {
  return { title: /<h1>(.*?)<\/h1>/.exec(body)?.[1] ?? '', text: textOf(body) }
}
