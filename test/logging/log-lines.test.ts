import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { linesTo, type System } from '../../src/logging/log-lines.ts'
import { until } from '../support/until.ts'

const line = `${'x'.repeat(99)}\n`
const failure = (code: string) => Object.assign(new Error(`${code}: as was to be shown`), { code })
const full = failure('ENOSPC')
const busy = failure('EAGAIN')

/** A file whose writes end as the list says, one after the other, and then well. */
function fileThat(path: string, ...ends: (Error | number)[]) {
  const told: string[] = []
  const writeSyncAsSaid = (fd: number, bytes: Buffer | string) => {
    if (typeof bytes === 'string') {
      told.push(bytes)
      if (bytes.includes('EIO')) throw failure('EIO')
      return bytes.length
    }
    const end = ends.shift() ?? bytes.length
    if (typeof end !== 'number') throw end
    return writeSync(fd, bytes.subarray(0, end))
  }
  return {
    told,
    left: () => ends.length,
    lines: linesTo(path, { writeSync: writeSyncAsSaid } as unknown as System),
    text: () => readFileSync(path, 'utf8'),
  }
}

t.test('lines are written together: after a while, or when there are enough', async t => {
  const { lines, text } = fileThat(join(t.testdir(), 'log'))
  lines.write(line)
  t.equal(text(), '')
  await until(() => text() === line)
  for (let count = 0; count < 400; count++) lines.write(line)
  t.equal(text(), line.repeat(1 + 328), 'as many as make 32 KiB')
  await until(() => text() === line.repeat(401))
})

t.test('what is taken in parts, or when the reader has time, comes whole and in order', async t => {
  const { lines, text, told, left } = fileThat(join(t.testdir(), 'log'), 10, busy, 50_000, busy)
  const expected = Array.from({ length: 1000 }, (_, count) => `${count}\n${line}`)
  for (const text of expected) lines.write(text)
  t.equal(left(), 2, 'the reader is given time')
  await until(() => text() === expected.join(''))
  t.strictSame(told, [])
})

t.test(
  'what cannot be written is lost, which is said once, until writing goes well again',
  async t => {
    const { lines, text, told } = fileThat(
      join(t.testdir(), 'log'),
      full,
      full,
      ...[100, 7, full],
      ...[1000, failure('EIO')],
    )
    const write = (letter: string) => {
      lines.write(`${letter.repeat(99)}\n`)
      lines.flushSync()
    }
    const said = 'Log lines are lost: ENOSPC: as was to be shown\n'
    write('a')
    write('b')
    t.strictSame(told, [said])
    write('c')
    t.equal(text(), `${'c'.repeat(99)}\n`)
    write('d')
    t.strictSame(told, [said, said])
    write('e')
    t.equal(text(), `${'c'.repeat(99)}\nddddddd\n${'e'.repeat(99)}\n`, 'no line begins in another')
    t.doesNotThrow(() => write('f'), 'not even when nobody can be told')
    t.equal(told.length, 3)
  },
)

t.test('at the end the reader gets some time', async t => {
  const path = join(t.testdir(), 'log')
  const slow = fileThat(path, busy, 10, failure('EBUSY'))
  slow.lines.write(line)
  slow.lines.flushSync()
  t.equal(slow.text(), line)
  slow.lines.flushSync()
  t.strictSame(slow.told, [])

  const never = fileThat(path, ...Array(1000).fill(busy))
  never.lines.write('lost')
  never.lines.flushSync()
  t.strictSame(never.told, ['Log lines are lost: nobody reads them\n'])
  t.equal(never.text(), line)
})

t.test('beyond so many that wait, lines are dropped, which is said', async t => {
  const { lines, text, told } = fileThat(join(t.testdir(), 'log'), busy)
  const large = `${'x'.repeat(2 ** 20 - 1)}\n`
  for (let count = 0; count < 20; count++) lines.write(large)
  lines.flushSync()
  t.equal(text().length, 17 * 2 ** 20)
  t.strictSame(told, ['Log lines are lost: nobody reads them\n'])
})

t.test('through a pipe, nothing is lost at the end', async t => {
  const module = JSON.stringify(new URL('../../src/logging/logger.ts', import.meta.url))
  const program = `import { createLogger } from ${module}
    process.stdout.isTTY
    const logger = createLogger({ level: 'info', pretty: false })
    for (let count = 0; count < 3000; count++) logger.info({ count }, '${'x'.repeat(99)}')
    process.exit()`
  const shell = '"$0" --input-type=module --eval "$1" | (sleep 0.3; cat)'
  const { stdout } = await promisify(execFile)('sh', ['-c', shell, process.execPath, program])
  const counts = stdout
    .trimEnd()
    .split('\n')
    .map(text => JSON.parse(text).count)
  t.strictSame(
    counts,
    Array.from({ length: 3000 }, (_, count) => count),
  )
})

const skip = !existsSync('/dev/full') && 'there is no /dev/full here'
t.test('a disk that is full ends no process', { skip }, async t => {
  const module = JSON.stringify(new URL('../../src/logging/logger.ts', import.meta.url))
  const program = `import { createLogger } from ${module}
    const logger = createLogger({ level: 'info', pretty: false })
    logger.info('before')
    setTimeout(() => {
      logger.fatal('after')
      process.exit(7)
    }, 100)`
  const shell = `"$0" --input-type=module --eval "$1" > /dev/full`
  const ended = promisify(execFile)('sh', ['-c', shell, process.execPath, program])
  const { code, stderr } = await ended.catch(error => error)
  t.equal(code, 7)
  t.equal(stderr, 'Log lines are lost: ENOSPC: no space left on device, write\n')
})
