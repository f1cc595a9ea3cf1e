import { existsSync } from 'node:fs'
import { type BrowserServer, chromium, type LaunchOptions } from 'playwright-core'

const places = [
  process.env.CHROMIUM_PATH ?? '',
  // The same browser without windows: its tests take a third of the time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export function findChromium(): string | undefined {
  return places.find(place => place !== '' && existsSync(place))
}

/** Its sandbox does not work for root nor in most containers, and it visits loopback only. */
export function launchOptions(executablePath = ''): LaunchOptions {
  const loopback = 'EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]'
  return {
    executablePath,
    args: ['--no-sandbox', `--host-resolver-rules=MAP * ~NOTFOUND, ${loopback}`],
  }
}

/** A Chromium that several processes can open tabs in, each with cookies of its own. */
export async function startChromium(): Promise<BrowserServer | undefined> {
  const executablePath = findChromium()
  return executablePath === undefined
    ? undefined
    : chromium.launchServer(launchOptions(executablePath))
}
