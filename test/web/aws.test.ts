import t from 'tap'
import { read } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool, settings } = world
const identityPool = settings.identityPool as NonNullable<typeof settings.identityPool>

t.test('the ID token becomes AWS credentials that STS knows', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  const before = await visitor.get('/aws')
  t.match(before.body, '<button>Get AWS credentials</button>')
  t.match(before.body, identityPool.id)
  const answer = await visitor.post('/aws')
  t.equal(answer.statusCode, 303)
  t.equal(answer.headers.location, '/aws#credentials')
  const { body } = await visitor.get('/aws')
  t.match(
    body,
    '<code>arn:aws:sts::000000000000:assumed-role/local-authenticated/CognitoIdentityCredentials</code>',
  )
  t.match(body, /<code>ASIALOCAL[0-9A-F]{11}<\/code>/)
  t.match(body, /export AWS_SESSION_TOKEN=&#39;[\w.-]+&#39;/)
  t.match(body, '<button>Get new ones</button>')
})

t.test('without an identity pool the page says how to get one', async t => {
  const visitor = await visit(t, world, { identityPool: undefined })
  await visitor.signIn()
  const page = await visitor.get('/aws')
  t.equal(page.statusCode, 200)
  t.match(read(page).text, 'No identity pool is configured')
  t.match(page.body, 'COGNITO_IDENTITY_POOL_ID')
  const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page.body) ?? []
  const answer = await visitor.post('/aws', { _csrf })
  t.equal(answer.statusCode, 303)
})

t.test('what the identity pool refuses is told, with what to do', async t => {
  const cases = [
    [
      { id: 'eu-central-1:00000000-0000-4000-8000-000000000000' },
      'GetId was refused (ResourceNotFoundException). Compare COGNITO_IDENTITY_POOL_ID with the id of the identity pool, its Region included.',
    ],
    [
      { providerName: 'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other' },
      'GetId was refused (NotAuthorizedException). If the ID token has expired, refresh.',
    ],
    [
      { id: 'x:!' },
      'GetId was refused. The log has the name of the error; compare the settings of this web client with the identity pool.',
    ],
  ] as const
  for (const [wrong, words] of cases) {
    const visitor = await visit(t, world, { identityPool: { ...identityPool, ...wrong } })
    await visitor.signIn()
    const answer = await visitor.post('/aws')
    t.equal(answer.statusCode, 502)
    t.equal(/role="alert">([^<]+)</.exec(answer.body)?.[1], words)
  }
})

t.test('the identity pool away', async t => {
  t.teardown(() => pool.comeBack())
  const visitor = await visit(t, world)
  await visitor.signIn()
  const page = await visitor.get('/aws')
  const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page.body) ?? []
  pool.goDown()
  const answer = await visitor.post('/aws', { _csrf })
  t.equal(answer.statusCode, 503)
  t.match(answer.body, 'The identity pool does not answer.')
})
