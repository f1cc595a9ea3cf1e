import t from 'tap'
import { createLogger } from '../../src/logging/logger.ts'
import { read } from './visitor.ts'
import { createWorld, listenApi, visit } from './world.ts'

const world = await createWorld(t)
await listenApi(t, world)

function recorder() {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  return { lines, logger: createLogger({ level: 'trace', pretty: false, destination }) }
}

t.test('no token, code, cookie or secret is in a log, a URL or a header', async t => {
  const { lines, logger } = recorder()
  const visitor = await visit(t, world, { logger })
  const callback = await visitor.leave()
  const answers = [
    await visitor.get(`${callback.replace(/state=.*/, 'state=x')}`),
    await visitor.get(callback),
    await visitor.get(callback),
    await visitor.get('/'),
  ]
  const { body } = await visitor.get('/')
  const tokens = [...body.matchAll(/<textarea[^>]*>([^<]+)</g)].map(([, text = '']) => text)
  t.equal(tokens.length, 3)
  const cookies = [...visitor.cookies.values()]
  answers.push(
    await visitor.post('/orders', { sku: 'tea' }),
    await visitor.post('/aws'),
    await visitor.post('/refresh'),
    await visitor.post('/oauth/cognito/logout'),
  )
  const secrets = [
    ...[tokens[0], tokens[1]].map(token => String(token).split('.')[2] as string),
    ...cookies,
    new URLSearchParams(callback.split('?')[1]).get('code') as string,
    new URLSearchParams(callback.split('?')[1]).get('state') as string,
  ]
  t.ok(lines.length > 8)
  for (const secret of secrets) {
    t.ok(secret.length > 30)
    for (const line of lines) t.notOk(line.includes(secret), line)
    for (const { headers } of answers) {
      t.notOk(String(headers.location).includes(secret))
    }
  }
  for (const line of lines) t.notMatch(line, /eyJ[\w-]{10}/, 'nothing like a JWT')
})

t.test('what went wrong is in it, by code and reason', async t => {
  const { lines, logger } = recorder()
  const visitor = await visit(t, world, { logger })
  await visitor.get('/oauth/cognito?state=x')
  const callback = await visitor.leave()
  await visitor.get(`${callback}&code=two`)
  const parsed = lines.map(line => JSON.parse(line))
  t.match(
    parsed.filter(({ level }) => level === 40),
    [
      { code: 'unknown_state', msg: 'This sign-in is not under way' },
      {
        code: 'unusable_answer',
        reason: 'OAUTH_INVALID_RESPONSE',
        msg: 'The answer of the user pool cannot be used',
      },
    ],
  )
})

t.test('what nobody foresaw is logged and not shown', async t => {
  const { lines, logger } = recorder()
  const identityPool = {
    ...world.settings.identityPool,
    get endpoint(): string {
      throw new Error('the secret of the failure')
    },
  }
  const visitor = await visit(t, world, { logger, identityPool: identityPool as never })
  await visitor.signIn()
  const answer = await visitor.post('/aws')
  t.equal(answer.statusCode, 500)
  t.equal(read(answer).title, 'Something went wrong here')
  t.notMatch(answer.body, 'the secret of the failure')
  t.match(
    lines.map(line => JSON.parse(line)).filter(({ level }) => level === 50),
    [{ err: { message: 'the secret of the failure' }, msg: 'the web client failed' }],
  )
})

t.test('which call of AWS failed, and the name of the error, are in the log alone', async t => {
  const { lines, logger } = recorder()
  const pool = world.settings.identityPool as NonNullable<typeof world.settings.identityPool>
  const visitor = await visit(t, world, { logger, identityPool: { ...pool, id: 'x:!' } })
  await visitor.signIn()
  const { body } = await visitor.post('/aws')
  const line = lines.map(text => JSON.parse(text)).find(({ msg }) => msg === 'no AWS credentials')
  t.match(line, { level: 40, call: 'GetId', code: /^\w+Exception$/ })
  t.notMatch(body, line.code)
})
