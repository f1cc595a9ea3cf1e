import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A load that stands still hears nothing when a run is broken off, so it is killed. */
const running = new Set()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))

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
 * Makes a process on the load core that sends the tokens in rotation, with `body`, JSON text, if
 * any. It stands still but between `go()` and `pause()`. `end()` resolves, once the last answer is
 * there, to `{ requests, refused }`, all answers and those of 400 and above.
 */
export async function startLoad({ core, port, path, tokens, method = 'GET', body = '', ...rest }) {
  const args = ['--', path, tokens.file, method, body]
  const command = ['taskset', '-c', core, ...generatorCommand(rest, `http://127.0.0.1:${port}`)]
  const { child, output } = start([...command, ...args].map(String))
  while (child.exitCode === null && !isStopped(child.pid)) await sleep(5)

  return {
    go: () => child.kill('SIGCONT'),
    pause: () => child.kill('SIGSTOP'),
    async end() {
      // Again until it is heard: just after SIGCONT it may reach a thread that does not end the load.
      const stopping = setInterval(() => child.kill('SIGINT'), 200)
      child.kill('SIGINT')
      output.finally(() => clearInterval(stopping)).catch(() => {})
      const { broken, ...result } = JSON.parse((await output).trimEnd().split('\n').at(-1))
      if (broken > 0) throw new Error(`${path}: ${broken} broken connections`)
      return result
    },
  }
}

/** Sends for some seconds without a pause. */
export async function loadFor(seconds, options) {
  const load = await startLoad(options)
  load.go()
  await sleep(seconds * 1000)
  return load.end()
}

function generatorCommand({ generator, connections }, url) {
  const script = name => fileURLToPath(new URL(name, import.meta.url))
  if (generator !== 'wrk')
    return [process.execPath, script('load-autocannon.mjs'), url, connections]
  // Longer than any load goes on, since it is told when to end, and than it ever pauses.
  const times = ['-d', '1h', '--timeout', '30s']
  return ['wrk', '-t1', `-c${connections}`, ...times, '-s', script('load.lua'), url]
}

function start([file, ...args]) {
  let child
  const output = new Promise((resolve, reject) => {
    child = execFile(file, args, (error, stdout) => (error ? reject(error) : resolve(stdout)))
  })
  running.add(child)
  child.on('exit', () => running.delete(child))
  // Whoever asks for the output hears of it; until then it is no unhandled rejection.
  output.catch(() => {})
  return { child, output }
}

/** The generators stop themselves when they are ready. */
function isStopped(pid) {
  return / T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}
