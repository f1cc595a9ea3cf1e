import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Redis } from 'ioredis'
import type { Test } from 'tap'
import { freePort } from './free-port.ts'

/** Why a test over Redis was skipped, and how to have it run. */
export const NO_REDIS = 'no Redis found: apt-get install redis-server'

export interface RedisServer {
  readonly url: string
  /** Starts it, empty, on the same port as before. */
  start(): Promise<void>
  /** kill -9 */
  kill(): Promise<void>
  /** Has it answer nothing any more, or go on. */
  freeze(frozen: boolean): void
}

export function findRedis(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'redis-server'))
    .find(existsSync)
}

/** A Redis on a free loopback port that keeps nothing and ends with the test. */
export async function startRedis(t: Test): Promise<RedisServer> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const settings = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  let server: ReturnType<typeof spawn> | undefined

  const redis: RedisServer = {
    url,
    async start() {
      server = spawn(findRedis() as string, settings.map(String), { stdio: 'ignore' })
      const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null })
      client.on('error', () => {})
      await client.ping()
      client.disconnect()
    },
    async kill() {
      if (server === undefined) return
      const exited = once(server, 'exit')
      server.kill('SIGKILL')
      await exited
      server = undefined
    },
    freeze(frozen) {
      server?.kill(frozen ? 'SIGSTOP' : 'SIGCONT')
    },
  }
  t.teardown(redis.kill)
  await redis.start()
  return redis
}
