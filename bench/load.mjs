import { execFile, execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** `wrk` where Debian's package is installed, else `autocannon`, which is several times slower. */
export function loadGenerator() {
  try {
    execFileSync('wrk', ['-v'], { stdio: 'pipe' })
    return 'wrk'
  } catch (error) {
    // `wrk -v` prints its version and exits 1.
    return error.code === 'ENOENT' ? 'autocannon' : 'wrk'
  }
}

/**
 * Sends the tokens in rotation for some seconds from the load core, with `body`, JSON text, if any.
 * Resolves to `{ requests, seconds, p99, refused }`: milliseconds, and answers of 400 and above.
 */
export async function load(options) {
  const { generator, core, connections, port, path, tokens, seconds } = options
  const { method = 'GET', body = '' } = options
  const url = `http://127.0.0.1:${port}`
  const command =
    generator === 'wrk'
      ? [
          'wrk',
          '-t1',
          '--timeout',
          '10s',
          `-c${connections}`,
          `-d${seconds}s`,
          '-s',
          beside('load.lua'),
          url,
        ]
      : [process.execPath, beside('load-autocannon.mjs'), url, connections, seconds]
  const { stdout } = await run(
    'taskset',
    ['-c', core, ...command.map(String), '--', path, tokens.file, method, body],
    { maxBuffer: 2 ** 24 },
  )
  const result = JSON.parse(stdout.trimEnd().split('\n').at(-1))
  if (result.broken > 0) throw new Error(`${path}: ${result.broken} broken connections`)
  return result
}

function beside(name) {
  return fileURLToPath(new URL(name, import.meta.url))
}
