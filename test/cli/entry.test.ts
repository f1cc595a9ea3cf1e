import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { decodeJwt } from 'jose'
import t from 'tap'

const file = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

t.test(
  'as a program it prints a token and ends, or says what is wrong by its exit code',
  async t => {
    const cwd = t.testdir()
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, [file, ...args], {
        cwd,
        env: { ...process.env, COGNITO_USER_POOL_ID: '', USER_POOL_URL: 'http://localhost:4999' },
      })
    const { stdout, stderr } = await run('token')
    t.match(decodeJwt(stdout.trim()).iss, 'http://localhost:4999/eu-central-1_')
    t.equal(stderr, '')
    await t.rejects(run('tokens'), {
      code: 2,
      stdout: '',
      stderr: 'Unknown command tokens. Did you mean token? See --help.\n',
    })
  },
)

t.test('what comes through a pipe is read from stdin', async t => {
  const decode = spawn(process.execPath, [file, 'decode', '-'], {
    cwd: t.testdir(),
    env: { ...process.env, COGNITO_USER_POOL_ID: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(decode, 'exit')
  const claims = Buffer.from('{"iss":"http://localhost:1","name":"x"}').toString('base64url')
  decode.stdin.end(`e30.${claims}.x\n`)
  t.match(await text(decode.stdout), /^ {2}iss +http:\/\/localhost:1 /m)
  t.strictSame(await ended, [0, null])
})

t.test('whoever reads may stop early, and the exit code says how it went all the same', async t => {
  for (const [args, code] of [
    [['--help'], 0],
    [['tokens'], 2],
  ] as const) {
    const program = spawn(process.execPath, [file, ...args], {
      cwd: t.testdir(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = once(program, 'exit')
    // Long before the first letter.
    program[code === 0 ? 'stdout' : 'stderr'].destroy()
    const said = await text(program[code === 0 ? 'stderr' : 'stdout'])
    t.equal(said, '')
    t.strictSame(await ended, [code, null])
  }
})

t.test('what cannot be written makes it fail', { skip: !existsSync('/dev/full') }, async t => {
  const full = openSync('/dev/full', 'w')
  t.teardown(() => closeSync(full))
  for (const [stdio, message] of [
    [['ignore', full, 'pipe'], 'The output could not be written (ENOSPC).\n'],
    [['ignore', full, full], ''],
  ] as const) {
    const program = spawn(process.execPath, [file, '--help'], {
      cwd: t.testdir(),
      stdio: [...stdio],
    })
    const ended = once(program, 'exit')
    t.equal(program.stderr === null ? '' : await text(program.stderr), message)
    t.strictSame(await ended, [1, null])
  }
})

t.test('a command that goes on ends well when it is told to stop', async t => {
  const outside = Object.entries(process.env).filter(
    ([name]) => !/^(KUBERNETES|ECS|AWS)_/.test(name),
  )
  const pool = spawn(process.execPath, [file, 'pool', '--port', '0', '--json'], {
    cwd: t.testdir(),
    env: { ...Object.fromEntries(outside), NODE_ENV: '', USER_POOL_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(pool, 'exit')
  const [line] = await once(pool.stdout.setEncoding('utf8'), 'data')
  t.match(JSON.parse(line).issuer, /^http:\/\/localhost:\d+\/eu-central-1_/)
  pool.kill('SIGTERM')
  t.strictSame(await ended, [0, null])
})
