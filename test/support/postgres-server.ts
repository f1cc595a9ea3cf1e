import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.ts'

/** Has it leave nothing behind outside its data folder, even if it is killed. */
export const insideFolder = 'dynamic_shared_memory_type=mmap'

/** Why a test over PostgreSQL was skipped, and how to have it run. */
export const NO_POSTGRES =
  'no PostgreSQL found: apt-get install postgresql, or set TEST_POSTGRES_URL=postgres://...'

export interface PostgresServer {
  /** Of the database `postgres`, for a superuser. */
  readonly url: string
  stop(): Promise<void>
}

/** The folder of PostgreSQL's programs: Debian's newest, else where PATH leads. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian) : []
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map(v => join(debian, v, 'bin'))
  return [...folders, ...(process.env.PATH ?? '').split(delimiter)].find(
    folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  )
}

/**
 * Starts a server on a free loopback port, its data in a temporary folder. It ends, and the folder
 * goes, with `stop()` or with this process, however that ends.
 *
 * @param options.durable whether commits are synced to the disk; default false, which is faster
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const programs = findPostgres()
  if (!programs) throw new Error(NO_POSTGRES)
  const user = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8']
  execFileSync(join(programs, 'initdb'), [...initdb, '--locale=C'], { ...user, stdio: 'ignore' })

  const port = await freePort()
  const fast = durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
  const settings = ['max_connections=300', insideFolder, ...fast].flatMap(one => ['-c', one])
  // The shell waits for its standard input to end, as it does when this process dies.
  const server = spawn(
    'sh',
    [
      '-c',
      '"$@" & read -r _; kill -INT $!; wait $!; rm -rf "$0"',
      folder,
      join(programs, 'postgres'),
    ].concat(['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', String(port)], settings),
    { ...user, stdio: ['pipe', 'ignore', 'ignore'] },
  )
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  await answering(url)
  return {
    url,
    async stop() {
      server.stdin.end()
      if (server.exitCode === null) await once(server, 'exit')
    },
  }
}

/** PostgreSQL refuses to run as root: there, the user `postgres`, whom its package makes. */
export function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']))
  return { uid: id('-u'), gid: id('-g') }
}

/** Waits until a server answers, for 20 s at most. */
export async function answering(url: string): Promise<void> {
  const deadline = Date.now() + 20_000
  for (;;) {
    try {
      return await query(url, 'select 1')
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(25)
    }
  }
}

export async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
