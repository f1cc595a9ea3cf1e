import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { findChromium, launchOptions } from './chromium-server.ts'

const executablePath = findChromium()
const skip =
  executablePath === undefined &&
  'no Chromium: apt-get install chromium-headless-shell, or name one in CHROMIUM_PATH'

let started: Promise<Browser> | undefined

/** The Chromium of the whole run, else one for this process, started by the first test that needs it. */
function browser(): Promise<Browser> {
  const shared = process.env.TEST_CHROMIUM_URL
  started ??= shared ? chromium.connect(shared) : chromium.launch(launchOptions(executablePath))
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
    context.on('request', request => {
      const url = request.url()
      if (!isLocal(url)) complaints.push(`${url} is not on this machine`)
    })
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

function isLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return !/^https?:$/.test(protocol) || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}
