import { execFile } from 'node:child_process'
import { existsSync, readFileSync, write, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { linesTo, type System } from '../../src/log-lines.ts'
import { until } from '../support/until.ts'

const line = `${'x'.repeat(99)}\n`
const failure = (code: string) => Object.assign(new Error(`${code}: as was to be shown`), { code })

/** A file whose writes end as the list says, one after the other, and then well. */
function fileThat(path: string, ...ends: (Error | number)[]) {
  const told: string[] = []
  let writes = 0
  const next = (bytes: NodeJS.ArrayBufferView) => {
    writes++
    const end = ends.shift() ?? bytes.byteLength
    if (typeof end !== 'number') throw end
    return new Uint8Array(bytes.buffer, bytes.byteOffset, end)
  }
  const system = {
    write(fd: number, bytes: Buffer, done: (error: Error | null, written: number) => void) {
      try {
        write(fd, next(bytes), done)
      } catch (error) {
        setImmediate(done, error as Error, 0)
      }
    },
    writeSync(fd: number, bytes: Buffer | string) {
      if (typeof bytes !== 'string') return writeSync(fd, next(bytes))
      told.push(bytes)
      if (bytes.includes('EIO')) throw failure('EIO')
      return bytes.length
    },
  }
  return {
    told,
    writes: () => writes,
    lines: linesTo(path, system as unknown as System),
    text: () => readFileSync(path, 'utf8'),
  }
}

t.test('lines are written together: after a while, or when there are enough', async t => {
  const { lines, text } = fileThat(join(t.testdir(), 'log'))
  lines.write(line)
  t.equal(text(), '')
  await until(() => text() === line)
  for (let count = 0; count < 1000; count++) lines.write(line)
  await until(() => text() === line.repeat(1001))
})

t.test(
  'what is written in parts, or when the reader has time, comes whole and in order',
  async t => {
    const { lines, text, told } = fileThat(join(t.testdir(), 'log'), 10, failure('EAGAIN'), 50_000)
    for (let count = 0; count < 1000; count++) lines.write(`${count}\n${line}`)
    const expected = Array.from({ length: 1000 }, (_, count) => `${count}\n${line}`).join('')
    await until(() => text() === expected)
    t.strictSame(told, [])
  },
)

t.test(
  'what cannot be written is lost, which is said once, until writing goes well again',
  async t => {
    const full = failure('ENOSPC')
    const { lines, text, told } = fileThat(
      join(t.testdir(), 'log'),
      full,
      full,
      100,
      full,
      failure('EIO'),
    )
    const said = 'Log lines are lost: ENOSPC: as was to be shown\n'
    const writeNext = async (letter: string) => {
      lines.write(`${letter.repeat(99)}\n`)
      await new Promise(resolve => setTimeout(resolve, 150))
    }
    for (const letter of 'ab') await writeNext(letter)
    t.strictSame(told, [said])
    await writeNext('c')
    t.equal(text(), `${'c'.repeat(99)}\n`)
    for (const letter of 'de') await writeNext(letter)
    t.strictSame(told, [said, said])
    await writeNext('f')
    t.equal(text(), `${'c'.repeat(99)}\n${'f'.repeat(99)}\n`)
  },
)

t.test('at the end all is written, or given up', async t => {
  const path = join(t.testdir(), 'log')
  const busy = fileThat(path, failure('EAGAIN'), 10, failure('EBUSY'))
  busy.lines.write(line)
  busy.lines.flushSync()
  t.equal(busy.text(), line)
  busy.lines.flushSync()
  t.strictSame(busy.told, [])

  const full = fileThat(path, failure('ENOSPC'))
  full.lines.write(line)
  full.lines.flushSync()
  t.equal(full.told.length, 1)

  const broken = fileThat(path, failure('EIO'))
  broken.lines.write(line)
  t.doesNotThrow(broken.lines.flushSync, 'not even when nobody can be told')

  const never = fileThat(path, ...Array(1000).fill(failure('EAGAIN')))
  never.lines.write(line)
  never.lines.flushSync()
  t.strictSame(never.told, ['Log lines are lost: EAGAIN: as was to be shown\n'])
  t.equal(never.text(), line)
})

t.test('beyond so many that wait, lines are dropped', async t => {
  const { lines, text } = fileThat(join(t.testdir(), 'log'), failure('EAGAIN'))
  const large = 'x'.repeat(2 ** 20)
  for (let count = 0; count < 20; count++) lines.write(large)
  lines.flushSync()
  t.equal(text().length, 17 * 2 ** 20)
})

const skip = !existsSync('/dev/full') && 'there is no /dev/full here'
t.test('a disk that is full ends no process', { skip }, async t => {
  const module = JSON.stringify(new URL('../../src/logger.ts', import.meta.url))
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
