import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const HOST = fileURLToPath(new URL('servers/host.mjs', import.meta.url))

/**
 * Starts `servers/<name>.mjs` in its own process on one core.
 * `cpu()` is the microseconds of CPU the process has used, `heap()` the bytes it holds after a
 * full collection (needs `--expose-gc` among the flags), `residentBytes()` what the kernel says.
 */
export async function startSubject(name, { core, context, flags = [] }) {
  const child = spawn(
    'taskset',
    ['-c', core, process.execPath, ...flags, HOST, name, JSON.stringify(context)],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
  const { port } = await answer(child)

  return {
    name,
    port,
    cpu: async () => (await ask('cpu')).microseconds,
    heap: async () => (await ask('heap')).bytes,
    residentBytes() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) * 1024
    },
    async stop() {
      child.kill()
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }

  function ask(question) {
    child.send(question)
    return answer(child)
  }

  function answer(process_) {
    return new Promise((resolve, reject) => {
      const gone = code => reject(new Error(`${name} ended with code ${code}`))
      process_.once('exit', gone)
      process_.once('message', message => {
        process_.off('exit', gone)
        resolve(message)
      })
    })
  }
}
