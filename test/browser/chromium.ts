import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import t, { type Test } from 'tap'

const places = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const executablePath = places.find(place => place !== '' && existsSync(place))
const skip =
  executablePath === undefined &&
  'no Chromium: apt-get install chromium, or name one in CHROMIUM_PATH'

let started: Promise<Browser> | undefined

/** One Chromium per test file, started by the first test that needs it. */
function browser(): Promise<Browser> {
  started ??= chromium.launch({
    executablePath: executablePath as string,
    // Its sandbox does not work for root nor in most containers, and it visits loopback only.
    args: ['--no-sandbox'],
  })
  return started
}

t.teardown(async () => (await started)?.close())

export interface TabOptions extends BrowserContextOptions {
  /** Console errors that the test is about. Default: none. */
  readonly expectedErrors?: RegExp
}

/**
 * A test in a tab of its own, with cookies of its own. It fails on whatever the browser complains
 * about: an error of a script, a violation of a Content-Security-Policy, anything that could not be
 * loaded, a request that leaves this machine. Skipped where there is no Chromium.
 */
export function testInTab(
  name: string,
  { expectedErrors = /^$/, ...options }: TabOptions,
  body: (t: Test, tab: Page) => Promise<void>,
): void {
  t.test(name, { skip }, async t => {
    const context = await (await browser()).newContext(options)
    const complaints: string[] = []
    await context.route(
      url => !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname),
      async route => {
        complaints.push(`${route.request().url()} is not on this machine`)
        await route.abort()
      },
    )
    context.on('weberror', error => complaints.push(error.error().message))
    context.on('console', message => {
      const text = message.text()
      // The browser says so of each page with such a status, which a test asserts itself.
      const isPage = /^Failed to load resource: .* status of 40\d /.test(text)
      if (message.type() === 'error' && !isPage && !expectedErrors.test(text)) complaints.push(text)
    })
    try {
      await body(t, await context.newPage())
      t.strictSame(complaints, [], 'the browser complains about nothing')
    } finally {
      await context.close()
    }
  })
}
