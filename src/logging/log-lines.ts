import { openSync, writeSync } from 'node:fs'
import type { DestinationStream } from 'pino'

/** Bytes that are written at once, or else after a while: a write takes longer than all else about a line. */
const enough = 32 * 1024
export const longestWaitMs = 50
/** Beyond this many bytes that wait to be written, lines are dropped. */
const most = 16 * 1024 * 1024
/** How long the end of the process waits for the reader of a pipe that does not block. */
const patienceMs = 1000

const newline = Buffer.from('\n')
const nothing = Buffer.alloc(0)

export interface LogLines extends DestinationStream {
  /** Writes what waits, before the process ends. */
  flushSync(): void
}

/** What the system does with bytes. */
export type System = Pick<typeof import('node:fs'), 'writeSync'>

/**
 * Writes lines to a file or file descriptor, several at a time. Who kills the process loses those of
 * the last 50 ms; whatever else ends it does not.
 *
 * Where the disk is full or nobody reads, lines are lost, which is said once on standard error: a
 * service that can tell nobody what it does must do it all the same. (sonic-boom, pino's own, never
 * comes back from flushing to a full disk, and loses or reorders what a thread is writing at the end.)
 */
export function linesTo(dest: string | number, system: System = { writeSync }): LogLines {
  const file = typeof dest === 'number' ? dest : openSync(dest, 'a')
  let waiting: Buffer[] = []
  let waitingLength = 0
  /** What has been begun to be written. */
  let rest: Buffer = nothing
  let lastByte = newline[0]
  let isLosing = false
  /** Whether the reader is given time. */
  let isPausing = false
  let isTimed = false

  function add(bytes: Buffer): void {
    waiting.push(bytes)
    waitingLength += bytes.length
  }

  function takeAll(): Buffer {
    const all = Buffer.concat(waiting)
    waiting = []
    waitingLength = 0
    return all
  }

  /** @returns whether nothing is left to be written */
  function writeAll(): boolean {
    try {
      for (;;) {
        if (rest.length === 0) rest = takeAll()
        if (rest.length === 0) break
        const written = system.writeSync(file, rest)
        lastByte = rest[written - 1]
        rest = rest.subarray(written)
      }
      isLosing = false
    } catch (error) {
      if (isBusy(error)) return false
      loseAll(error as Error)
    }
    return true
  }

  function loseAll(error: Error): void {
    takeAll()
    rest = nothing
    // The next line is not to be taken for the end of one that was begun.
    if (lastByte !== newline[0]) add(newline)
    tellLoss(error)
  }

  function tellLoss({ message }: Error): void {
    if (isLosing) return
    isLosing = true
    try {
      system.writeSync(2, `Log lines are lost: ${message}\n`)
    } catch {
      // Then nobody can be told.
    }
  }

  function writeOut(): void {
    isPausing = !writeAll()
    if (isPausing) later()
  }

  function later(): void {
    if (isTimed) return
    isTimed = true
    setTimeout(() => {
      isTimed = false
      writeOut()
    }, longestWaitMs).unref()
  }

  function flushSync(): void {
    const deadline = performance.now() + patienceMs
    while (!writeAll()) {
      if (performance.now() > deadline) loseAll(nobodyReads())
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }

  process.on('exit', flushSync)
  return {
    write(line) {
      if (waitingLength + rest.length > most) {
        tellLoss(nobodyReads())
        return
      }
      add(Buffer.from(line))
      if (waitingLength >= enough && !isPausing) writeOut()
      else later()
    },
    flushSync,
  }
}

function nobodyReads(): Error {
  return new Error('nobody reads them')
}

/** Whoever reads is slow, and no more is taken for the moment. */
function isBusy(error: unknown): boolean {
  return ['EAGAIN', 'EBUSY'].includes(String((error as NodeJS.ErrnoException).code))
}
