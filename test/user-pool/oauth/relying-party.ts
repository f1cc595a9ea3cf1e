import type { UserPool } from '../../../src/user-pool/index.ts'
import { createTestBrowser, departure, page, type TestBrowser } from '../browser.ts'

/** The callback of the client `web`. */
export const callback = 'http://localhost:4200/oauth/cognito'
export const alice = { username: 'alice@example.com', password: 'alice-password' }
export const bob = { username: 'bob@example.com', password: 'bob-password' }

/** A parameter that is `undefined` is left out. */
export type Parameters = Readonly<Record<string, string | undefined>>

/** Path and query of a request of the client `web` for a code, with some parameters replaced. */
export function requestPath(
  pool: Pick<UserPool, 'client'>,
  parameters: Parameters = {},
  path = '/oauth2/authorize',
): string {
  const all: Parameters = {
    response_type: 'code',
    client_id: pool.client('web').id,
    redirect_uri: callback,
    ...parameters,
  }
  return `${path}?${new URLSearchParams(given(all))}`
}

/** Signs a user in at the sign-in page. @returns where the browser was sent */
export async function signIn(
  pool: UserPool,
  parameters: Parameters = {},
  {
    user = alice,
    browser = createTestBrowser(pool.origin),
  }: {
    user?: typeof alice
    browser?: TestBrowser
  } = {},
): Promise<URL> {
  const form = page(await browser.open(requestPath(pool, parameters)))
  return departure(await browser.submit(form, user))
}

export async function codeFor(pool: UserPool, parameters: Parameters = {}): Promise<string> {
  return (await signIn(pool, parameters)).searchParams.get('code') ?? ''
}

export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly headers: Headers
}

/** Posts a form to the token endpoint, as the client `web` unless told otherwise. */
export async function requestTokens(
  pool: UserPool,
  parameters: Parameters,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const all: Parameters = { client_id: pool.client('web').id, ...parameters }
  return post(pool.tokenEndpoint, all, headers)
}

export async function post(
  url: string,
  parameters: Parameters,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: new URLSearchParams(given(parameters)),
  })
  const text = await response.text()
  return {
    status: response.status,
    body: text === '' ? {} : JSON.parse(text),
    headers: response.headers,
  }
}

export interface Tokens {
  readonly id_token: string
  readonly access_token: string
  readonly refresh_token: string
  readonly expires_in: number
  readonly token_type: string
}

/** The tokens of a sign-in of alice with the client `web`. */
export async function tokensFor(pool: UserPool, parameters: Parameters = {}): Promise<Tokens> {
  const { body } = await requestTokens(pool, {
    grant_type: 'authorization_code',
    code: await codeFor(pool, parameters),
    redirect_uri: callback,
  })
  return body as unknown as Tokens
}

export function basic(id: string, secret: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}

function given(parameters: Parameters): Record<string, string> {
  const entries = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return Object.fromEntries(entries)
}

/** A clock that stands still until it is moved. */
export function testClock(start = 1_800_000_000_000) {
  let now = start
  return {
    read: () => now,
    /** Seconds since 1970. */
    get seconds() {
      return Math.floor(now / 1000)
    },
    forward: (seconds: number) => {
      now += seconds * 1000
    },
  }
}
