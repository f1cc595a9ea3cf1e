import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** As test/compile.mjs writes it. */
const program = fileURLToPath(new URL('../.compiled/bench/postgres-server.js', import.meta.url))

/**
 * A throw-away PostgreSQL that syncs every commit, as the tests start one; or the database at
 * BENCH_POSTGRES_URL, which must be empty.
 *
 * @returns `{ url, stop }`, or undefined where there is no PostgreSQL
 */
export async function startPostgres() {
  const given = process.env.BENCH_POSTGRES_URL
  if (given) return { url: given, stop: async () => {} }
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const url = await urlFrom(child)
  async function stop() {
    if (child.connected) child.disconnect()
    await exited
  }
  if (url !== undefined) return { url, stop }
  await stop()
  return undefined
}

/** tap, which comes with the support of the tests, sends messages of its own. */
function urlFrom(child) {
  return new Promise(resolve => {
    child.on('message', message => {
      if (message.kind === 'postgres') resolve(message.url)
    })
  })
}
