import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { SettingsSchema } from '../../src/config/index.ts'

/** `src/server.ts` in a process of its own. */
export interface ServiceProcess {
  /** What it has written so far. */
  stdout(): string
  stderr(): string
  /** Resolves when the start block has been printed, or the process has ended. */
  started: Promise<void>
  /** Resolves when it has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  kill(signal: NodeJS.Signals): void
}

export interface ProcessOptions {
  /** Settings; nothing else of this process's environment reaches it that could matter. */
  env?: Record<string, string>
  /** Where it starts, and keeps its data. Default: a new folder. */
  cwd?: string
  args?: readonly string[]
  /** Options of Node. */
  nodeOptions?: readonly string[]
  /** How many file descriptors it may have. Default: as many as this process. */
  fileDescriptors?: number
  /** A file that takes stderr, which is empty then. */
  stderr?: string
}

const program = fileURLToPath(new URL('../../src/server.ts', import.meta.url))

/** Tests run in containers too, where the local user pool would not start. */
const platform = /^(KUBERNETES|ECS|AWS|LAMBDA)_/

/**
 * What tap puts into each process beneath it: without coverage it only delays its start, and may
 * fail at its end.
 */
const ofTap = /^(NODE_OPTIONS$|TAP|_TAPJS_)/
const isCovered = process.env._TAPJS_PROCESSINFO_COVERAGE_ !== '0'

export function startProcess(t: Test, options: ProcessOptions = {}): ServiceProcess {
  const { env = {}, cwd = t.testdir(), args = [], nodeOptions = [] } = options
  const { fileDescriptors = '$(ulimit -n)', stderr } = options
  const command = [process.execPath, ...nodeOptions, program, ...args]
  const script = `ulimit -n ${fileDescriptors} && exec "$0" "$@"${stderr ? ` 2>${stderr}` : ''}`
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !platform.test(name) &&
      !(name in SettingsSchema.properties) &&
      (isCovered || !ofTap.test(name)),
  )
  const child = spawn('sh', ['-c', script, ...command], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  const started = new Promise<void>(resolve => {
    child.stdout.setEncoding('utf8').on('data', text => {
      written.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      written.stderr += text
      if (written.stderr.startsWith('\n') && written.stderr.endsWith('\n\n')) resolve()
    })
    void ended.then(() => resolve())
  })
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    started,
    ended,
    kill: signal => child.kill(signal),
  }
}
