import { execFile } from 'node:child_process'
import { Writable } from 'node:stream'
import { promisify } from 'node:util'
import t from 'tap'
import { createLogger, type LoggerOptions } from '../../src/logging/logger.ts'

function collect(options: Omit<LoggerOptions, 'destination'>) {
  let text = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += chunk
      done()
    },
  })
  return { logger: createLogger({ ...options, destination }), text: () => text }
}

const secrets = [
  ...['authorization', 'cookie', 'set-cookie', 'access_token', 'id_token', 'refresh_token'],
  ...['client_secret', 'code_verifier', 'password', 'command', 'token', 'secret'],
]
/** The same, as they stand in objects. */
const otherwise = [
  ...['Authorization', 'AUTHORIZATION', 'Proxy-Authorization', 'Set-Cookie', 'accessToken'],
  ...['idToken', 'refreshToken', 'clientSecret', 'codeVerifier', 'Password', 'newPassword'],
  ...['access-token', 'client-secret', 'sessionToken', 'X-Amz-Security-Token', 'SecretAccessKey'],
  ...['secretHash', 'SECRET_HASH', 'id_token_hint', 'client_assertion', 'subject_token'],
  ...['ConfirmationCode'],
]

for (const pretty of [false, true]) {
  t.test(`secrets are blotted out, ${pretty ? 'for people' : 'as JSON'}`, async t => {
    const { logger, text } = collect({ level: 'info', pretty })
    for (const name of secrets) {
      logger.info({ [name]: 'secret of the house' }, name)
      logger.info({ headers: { [name]: 'secret of the house' } }, name)
      logger.info({ req: { headers: { [name]: ['secret of the house'] } } }, name)
      logger.child({ [name]: 'secret of the house' }).info(name)
    }
    for (const name of otherwise) {
      logger.info({
        [name]: 'secret of the house',
        tokenFingerprint: 'kept',
        reason: 'token_expired',
      })
      logger.info({ req: { headers: { [name]: 'secret of the house' } } })
    }
    logger.info({ body: { code: 'secret of the house' } })
    for (const name of ['Authorization', 'accessToken', 'clientSecret']) {
      logger.child({ [name]: 'secret of the house' }).info(name)
    }
    const command = { name: 'auth', args: ['secret of the house'] }
    const error = Object.assign(new Error('of ioredis'), { command })
    logger.warn({ err: error })
    logger.warn({ error })
    logger.warn({ redis: { err: error } })
    logger.info({ query: { code: 'secret of the house' } })
    logger.info({ req: { query: { code: 'secret of the house', state: 'kept' } } })
    t.notMatch(text(), 'secret of the house')
    t.equal(text().match(/\[Redacted\]/g)?.length, secrets.length * 4 + otherwise.length * 2 + 9)
    t.equal(text().match(/Error: of ioredis/g)?.length, 3, 'the rest of them is told')
    t.match(text(), 'kept')
    t.match(text(), 'token_expired')
    logger.warn({ err: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) })
    t.match(text(), 'ECONNREFUSED')
  })
}

t.test('an error that holds itself', async t => {
  const { logger, text } = collect({ level: 'info', pretty: false })
  const error = new Error('round')
  Object.assign(error, { self: error, details: { error } })
  logger.warn({ err: error })
  logger.warn({ error, deep: { error } })
  const [first, second] = text()
    .split('\n')
    .map(line => line && JSON.parse(line))
  t.match(first, { err: { message: 'round', details: { error: { message: 'round' } } } })
  t.match(second, { error: { message: 'round' }, deep: { error: { message: 'round' } } })
})

t.test('as JSON: one object a line', async t => {
  const { logger, text } = collect({ level: 'info', pretty: false })
  logger.debug('not this')
  logger.info({ route: '/orders' }, 'hello')
  logger.error({ err: new Error('broken') }, 'two\nlines')
  const [first, second, end] = text()
    .split('\n')
    .map(line => line && JSON.parse(line))
  t.match(first, { level: 30, pid: process.pid, route: '/orders', msg: 'hello' })
  t.match(second, { level: 50, err: { type: 'Error', message: 'broken' }, msg: 'two\nlines' })
  t.equal(end, '')
})

t.test('for people: time, level, words and fields in one line', async t => {
  const { logger, text } = collect({ level: 'debug', pretty: true })
  logger.debug({ route: '/orders' }, 'hello')
  t.match(text(), /^\[\d\d:\d\d:\d\d\.\d{3}\] DEBUG: hello \{"route":"\/orders"\}\n$/)
})

t.test('silent says nothing', async t => {
  const { logger, text } = collect({ level: 'silent', pretty: false })
  logger.fatal('help')
  t.equal(text(), '')
})

t.test('the default destination is standard output', async t => {
  const logger = JSON.stringify(new URL('../../src/logging/logger.ts', import.meta.url))
  const program = `import { createLogger } from ${logger}
    for (const pretty of [false, true]) createLogger({ level: 'info', pretty }).info('hello')`
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    program,
  ])
  const lines = stdout.trimEnd().split('\n').sort()
  t.equal(lines.length, 2)
  t.match(lines[0], /^\[.*\] INFO: hello$/)
  t.match(lines[1], /^\{"level":30,.*"msg":"hello"\}$/)
  t.equal(stderr, '')
})

t.test('a fatal line is written at once, with all before it', async t => {
  const logger = JSON.stringify(new URL('../../src/logging/logger.ts', import.meta.url))
  const program = `import { createLogger } from ${logger}
    const logger = createLogger({ level: 'info', pretty: false })
    logger.info('before')
    logger.fatal('the end')
    process.kill(process.pid, 'SIGKILL')`
  const ended = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
  const { stdout } = await ended.catch(error => error)
  t.match(stdout, /^\{"level":30,.*"before"\}\n\{"level":60,.*"the end"\}\n$/)
})
