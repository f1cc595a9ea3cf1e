import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readEnvFile } from '../../src/config/index.ts'
import { commandLine } from '../cli/run-cli.ts'

t.test('what it says, also after a byte order mark', async t => {
  const folder = t.testdir()
  t.strictSame(readEnvFile(folder), {}, 'no file says nothing')
  writeFileSync(join(folder, '.env'), '\ufeffPORT=3000 # mine\nHOST="ü"\n')
  t.strictSame(readEnvFile(folder), { PORT: '3000', HOST: 'ü' })
})

t.test('a file that cannot be read is not passed over', async t => {
  const unreadable = t.testdir()
  mkdirSync(join(unreadable, '.env'))
  const message = `${join(unreadable, '.env')} cannot be read (EISDIR): see whose it is, or delete it`
  t.throws(() => readEnvFile(unreadable), { name: 'ConfigError', message })
  t.strictSame(await commandLine(unreadable, {})('token'), {
    code: 78,
    out: '',
    err: `The settings are wrong:\n${message}\n`,
  })
  const { code, out } = await commandLine(unreadable, {})('doctor', '--json')
  t.equal(code, 1)
  t.match(JSON.parse(out), {
    healthy: false,
    checks: [{ name: 'settings', result: 'bad', finding: message }],
  })
})

t.test('nor is one in another encoding, such as PowerShell writes', async t => {
  const folder = t.testdir()
  const texts = [
    Buffer.from('\ufeffCOGNITO_USER_POOL_ID=x\n', 'utf16le'),
    Buffer.from('A=\xe9', 'latin1'),
  ]
  for (const text of [...texts, Buffer.from('A=1\0')]) {
    writeFileSync(join(folder, '.env'), text)
    t.throws(() => readEnvFile(folder), {
      message: `${join(folder, '.env')} is not text in UTF-8: save it as such`,
    })
  }
})
