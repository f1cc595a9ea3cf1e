import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { freePort } from '../support/free-port.ts'
import { answering, findPostgres, insideFolder, unprivileged } from '../support/postgres-server.ts'
import { until } from '../support/until.ts'

/** A PostgreSQL to which bad things happen. It keeps its address and what was committed. */
export interface MortalPostgres {
  readonly url: string
  /** Starts it, and waits until it answers. */
  start(): Promise<void>
  /** kill -9 of all its processes. */
  kill(): Promise<void>
  /** Stops all its processes where they are, or has them go on: connections stay open. */
  freeze(frozen: boolean): void
}

/** Makes one; it has yet to be started. It ends with the test. */
export async function createMortalPostgres(t: Pick<Test, 'teardown'>): Promise<MortalPostgres> {
  const programs = findPostgres() as string
  const user = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'mortal-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8']
  execFileSync(join(programs, 'initdb'), initdb, { ...user, stdio: 'ignore' })
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const settings = [
    '-D',
    data,
    '-k',
    folder,
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-c',
    insideFolder,
  ]

  /** The server and, after it, the processes that it started. */
  function processes(): number[] {
    const [server = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    const children = running().filter(({ parent }) => parent === Number(server))
    return [Number(server), ...children.map(({ pid }) => pid)]
  }

  let ended: Promise<unknown> | undefined
  const postgres: MortalPostgres = {
    url,
    async start() {
      // The shell ends it when this process dies, however that happens.
      const script = '"$@" & read -r _; kill -QUIT $! 2>/dev/null; wait'
      const command = ['-c', script, 'sh', join(programs, 'postgres'), ...settings]
      const shell = spawn('sh', command, { ...user, stdio: ['pipe', 'ignore', 'ignore'] })
      ended = once(shell, 'exit')
      postgres.kill = async () => {
        const killed = processes()
        for (const pid of killed) signal(pid, 'SIGKILL')
        shell.stdin.end()
        await ended
        ended = undefined
        // It would not start while one of them has the memory that they share.
        await until(() => !running().some(({ pid }) => killed.includes(pid)))
      }
      await answering(url)
    },
    kill: async () => {},
    freeze(frozen) {
      for (const pid of processes()) signal(pid, frozen ? 'SIGSTOP' : 'SIGCONT')
    },
  }
  t.teardown(async () => {
    if (ended !== undefined) await postgres.kill()
    await rm(folder, { recursive: true, force: true })
  })
  return postgres
}

/** A process that was there a moment ago may have ended since. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** All processes of the machine that have not ended. */
function running(): { pid: number; parent: number }[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
  const rows = [...all.matchAll(/^\s*(\d+)\s+(\d+)\s+[^Z\s]/gm)]
  return rows.map(([, pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }))
}
