/** An answer of the pool, with what a person sees in it. */
export interface Page {
  readonly status: number
  readonly url: string
  readonly html: string
  readonly headers: Headers
}

/** Where the browser was sent that is not the pool: nothing is fetched from there. */
export interface Departure {
  readonly status: number
  readonly location: string
}

/** A browser of the simplest kind: cookies, redirects within one origin, forms. No script. */
export function createTestBrowser(origin: string) {
  const cookies = new Map<string, string>()

  async function fetchOnce(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) },
      redirect: 'manual',
    })
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
      if (value === '' || /Max-Age=0/i.test(header)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  async function follow(url: string, init?: RequestInit): Promise<Page | Departure> {
    const response = await fetchOnce(url, init)
    const location = response.headers.get('location')
    if (location === null) {
      const { status, headers } = response
      return { status, url, html: await response.text(), headers }
    }
    await response.body?.cancel()
    const absolute = URL.canParse(location) ? location : new URL(location, url).href
    // A callback may well be on the same host, so only what the pool has itself is followed.
    if (!absolute.startsWith(`${origin}/`)) return { status: response.status, location: absolute }
    return follow(absolute)
  }

  return {
    cookies,
    fetchOnce,
    /** Follows redirects as long as they stay at the pool. */
    open: (path: string) => follow(path.startsWith('/') ? `${origin}${path}` : path),
    /** Fills in a form of a page, hidden fields as they are, and sends it. */
    submit: async (page: Page, values: Readonly<Record<string, string>>, index = 0) => {
      const [action, fields] = formOf(page.html, index)
      return follow(new URL(action, page.url).href, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ ...fields, ...values }).toString(),
      })
    },
  }
}

export type TestBrowser = ReturnType<typeof createTestBrowser>

export function isPage(answer: Page | Departure): answer is Page {
  return 'html' in answer
}

/** @throws Error unless the pool answered itself */
export function page(answer: Page | Departure): Page {
  if (isPage(answer)) return answer
  throw new Error(`Sent away to ${answer.location}`)
}

/** @throws Error unless the browser was sent away */
export function departure(answer: Page | Departure): URL {
  if (!isPage(answer)) return new URL(answer.location)
  throw new Error(`Still at ${answer.url}: ${answer.status} ${textOf(answer)}`)
}

/** What can be read on a page, without the marks. */
export function textOf({ html }: Page): string {
  const [, main = html] = /<main[^>]*>(.*)<\/main>/s.exec(html) ?? []
  const text = main.replace(/<\/?(?:a|b|code|mark|small|span|strong)\b[^>]*>/g, '')
  return decode(text.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

/** The line that says what went wrong. */
export function alertOf({ html }: Page): string | undefined {
  const [, alert] = /<[^>]* role="alert"[^>]*>(.*?)<\/(?:p|div)>/s.exec(html) ?? []
  return alert && decode(alert.replace(/<[^>]*>/g, '')).trim()
}

/** A field as it is marked up. */
export function inputOf({ html }: Page, name: string): string {
  return new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(html)?.[0] ?? ''
}

function formOf(html: string, index: number): [string, Record<string, string>] {
  const form = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)][index]
  if (form === undefined) throw new Error(`There is no form ${index} on the page`)
  const [, action = '', content = ''] = form
  const inputs = [...content.matchAll(/<input[^>]*>/g)].map(([input]) => [
    attribute(input, 'name'),
    attribute(input, 'value'),
  ])
  return [decode(action), Object.fromEntries(inputs)]
}

function attribute(tag: string, name: string): string {
  return decode(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
}

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

function decode(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, entity => characters[entity] as string)
}
