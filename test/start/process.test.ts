import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { freePort } from '../support/free-port.ts'
import { until } from '../support/until.ts'
import { startProcess } from './service-process.ts'

t.test('settings come from .env, the environment wins, and mistakes end it with 78', async t => {
  const cwd = t.testdir()
  writeFileSync(join(cwd, '.env'), 'PORT=http\nLOG_LEVEL="loud" # very\nHOST=localhost\n')
  const service = startProcess(t, { cwd, env: { LOG_LEVEL: 'silent' } })
  t.strictSame(await service.ended, { code: 78, signal: null })
  t.equal(
    service.stderr(),
    'The settings are wrong:\nPORT must be integer (port to listen on), for example PORT=3000\n',
  )
  t.equal(service.stdout(), '')
})

t.test(
  'an .env that cannot be read ends it as well, before it takes the local user pool',
  async t => {
    const cwd = t.testdir()
    writeFileSync(
      join(cwd, '.env'),
      '\ufeffCOGNITO_USER_POOL_ID=eu-central-1_AbCdEfGhI\n',
      'utf16le',
    )
    const service = startProcess(t, { cwd })
    t.strictSame(await service.ended, { code: 78, signal: null })
    t.equal(
      service.stderr(),
      'The settings are wrong:\n.env is not text in UTF-8: save it as such\n',
    )
  },
)

t.test('an option that there is not ends it with 2, and starts nothing', async t => {
  const cwd = t.testdir()
  const service = startProcess(t, { cwd, args: ['--rest'] })
  t.strictSame(await service.ended, { code: 2, signal: null })
  t.equal(
    service.stderr(),
    "Unknown option '--rest'. The one option is --reset; all else is set as README.md says.\n",
  )
  t.strictSame(readdirSync(cwd), [])
})

t.test('an error that nobody caught is logged before the process ends with it', async t => {
  const PORT = String(await freePort())
  const USER_POOL_PORT = String(await freePort())
  const onSignal = "process.once('SIGWINCH', () => { throw new Error('out of the blue') })"
  const service = startProcess(t, {
    env: { PORT, USER_POOL_PORT, LOG_LEVEL: 'error' },
    nodeOptions: [`--import=data:text/javascript,${encodeURIComponent(onSignal)}`],
  })
  await service.started
  service.kill('SIGWINCH')
  t.strictSame(await service.ended, { code: 1, signal: null })
  t.match(JSON.parse(service.stdout()), {
    level: 60,
    err: { message: 'out of the blue', stack: /SIGWINCH|process/ },
    msg: 'closing because of an error that nobody caught',
  })
})

const skip = !existsSync('/dev/full') && 'there is no /dev/full here'
/** Only then does it close at a signal. */
const onUp =
  "process.on('newListener', name => name === 'SIGTERM' && setImmediate(console.log, 'up'))"

t.test('that people cannot be told anything is no reason to end', { skip }, async t => {
  const PORT = String(await freePort())
  const USER_POOL_PORT = String(await freePort())
  const service = startProcess(t, {
    env: { PORT, USER_POOL_PORT, LOG_LEVEL: 'info' },
    stderr: '/dev/full',
    nodeOptions: [`--import=data:text/javascript,${encodeURIComponent(onUp)}`],
  })
  await until(() => service.stdout().includes('up'))
  service.kill('SIGTERM')
  t.strictSame(await service.ended, { code: 0, signal: null }, service.stdout())
})
