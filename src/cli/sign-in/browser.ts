import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Surroundings } from '../command.ts'

interface Invocation {
  readonly file: string
  readonly args: readonly string[]
  /** Windows: the arguments stand on the command line as they are. */
  readonly verbatim: boolean
}

/** The program of this system that opens an address in the browser of the user. */
export function browserInvocation(platform: NodeJS.Platform, url: string): Invocation {
  if (platform === 'darwin') return { file: 'open', args: [url], verbatim: false }
  if (platform === 'win32') {
    // An & would end the command, and what is quoted first is the title of a window.
    const args = ['/c', 'start', '""', url.replaceAll('&', '^&')]
    return { file: 'cmd', args, verbatim: true }
  }
  return { file: 'xdg-open', args: [url], verbatim: false }
}

/** @returns whether the program could be started; what it does then is not waited for */
export async function openBrowser(url: string, env: Surroundings['env']): Promise<boolean> {
  const { file, args, verbatim } = browserInvocation(process.platform, url)
  const browser = spawn(file, args, {
    env: { ...env },
    stdio: 'ignore',
    detached: true,
    windowsVerbatimArguments: verbatim,
  })
  try {
    await once(browser, 'spawn')
    browser.unref()
    return true
  } catch {
    return false
  }
}
