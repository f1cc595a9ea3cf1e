import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

/** The built service if SERVER_FILE names it, which starts faster; else the source. */
const PROGRAM = process.env.SERVER_FILE
  ? [resolve(process.env.SERVER_FILE)]
  : [fileURLToPath(new URL('../../src/server.ts', import.meta.url))]

/** The whole service beside its local user pool, in a process of its own. */
export interface ServerProcess {
  url: string
  /** A good access token, as printed at the start. */
  token: string
  /** kill -9 */
  kill(): Promise<void>
}

/**
 * Starts the service on free ports.
 *
 * @param folder where it keeps its keys; the same folder makes it the same user pool again
 */
export async function startServer(folder: string, databaseUrl: string): Promise<ServerProcess> {
  const port = await freePort()
  const server = spawn(process.execPath, PROGRAM, {
    cwd: folder,
    env: {
      ...process.env,
      HOST: 'localhost',
      PORT: String(port),
      USER_POOL_PORT: String(await freePort()),
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  const exited = once(server, 'exit')
  return {
    url: `http://localhost:${port}`,
    token: await printedToken(server.stderr),
    async kill() {
      server.kill('SIGKILL')
      await exited
    },
  }
}

function printedToken(output: Readable): Promise<string> {
  return new Promise((found, reject) => {
    let text = ''
    output.on('data', chunk => {
      text += chunk
      const token = /Bearer ([\w.-]+)'/.exec(text)?.[1]
      if (token !== undefined) found(token)
    })
    output.on('end', () => reject(new Error(`The service did not start:\n${text}`)))
  })
}
