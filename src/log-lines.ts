import { openSync, write, writeSync } from 'node:fs'
import type { DestinationStream } from 'pino'

/** Bytes that are written at once, or else after a while: a write takes longer than all else about a line. */
const enough = 32 * 1024
const longestWaitMs = 50
/** Beyond this many bytes that wait to be written, lines are dropped. */
const most = 16 * 1024 * 1024
/** How long the end of the process may wait for whoever reads the log. */
const patienceMs = 1000

export interface LogLines extends DestinationStream {
  /** Writes what waits, before the process ends. */
  flushSync(): void
}

/** What the system does with bytes. */
export type System = Pick<typeof import('node:fs'), 'write' | 'writeSync'>

/**
 * Writes lines to a file or file descriptor, several at a time. Who kills the process loses those of
 * the last 50 ms; whatever else ends it does not.
 *
 * Where the disk is full or the reader gone, lines are lost, which is said once on standard error: a
 * service that can tell nobody what it does must do it all the same. (sonic-boom, pino's own, never
 * comes back from flushing to a full disk.)
 */
export function linesTo(dest: string | number, system: System = { write, writeSync }): LogLines {
  const file = typeof dest === 'number' ? dest : openSync(dest, 'a')
  let waiting: Buffer[] = []
  let length = 0
  let isWriting = false
  let isLosing = false
  let _timer: NodeJS.Timeout | undefined

  /** All that waits, which does not wait any more. */
  function take(): Buffer {
    const bytes = Buffer.concat(waiting)
    waiting = []
    length = 0
    return bytes
  }

  function putBack(bytes: Buffer): void {
    waiting.unshift(bytes)
    length += bytes.length
  }

  function later(): void {
    _timer ??= setTimeout(() => {
      _timer = undefined
      writeOut()
    }, longestWaitMs).unref()
  }

  function writeOut(): void {
    if (isWriting || length === 0) return
    isWriting = true
    const bytes = take()
    system.write(file, bytes, (error, written) => {
      if (isBusy(error)) {
        putBack(bytes)
        setTimeout(goOn, longestWaitMs).unref()
        return
      }
      if (error) lose(error)
      else if (written < bytes.length) putBack(bytes.subarray(written))
      isLosing = error !== null
      goOn()
    })
  }

  function goOn(): void {
    isWriting = false
    if (length >= enough) writeOut()
    else if (length > 0) later()
  }

  function lose(error: Error): void {
    if (isLosing) return
    isLosing = true
    try {
      system.writeSync(2, `Log lines are lost: ${error.message}\n`)
    } catch {
      // Then nobody can be told.
    }
  }

  function flushSync(): void {
    const deadline = performance.now() + patienceMs
    let bytes = take()
    while (bytes.length > 0) {
      try {
        bytes = bytes.subarray(system.writeSync(file, bytes))
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) return lose(error as Error)
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
      }
    }
  }

  process.on('exit', flushSync)
  return {
    write(line) {
      if (length > most) return
      const bytes = Buffer.from(line)
      waiting.push(bytes)
      length += bytes.length
      if (length >= enough) writeOut()
      else later()
    },
    flushSync,
  }
}

/** Whoever reads is slow, and no more is taken for the moment. */
function isBusy(error: unknown): boolean {
  return ['EAGAIN', 'EBUSY'].includes(String((error as NodeJS.ErrnoException | null)?.code))
}
