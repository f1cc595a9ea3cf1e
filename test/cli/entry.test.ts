import { execFile } from 'node:child_process'
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
      promisify(execFile)(process.execPath, [...process.execArgv, file, ...args], {
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
