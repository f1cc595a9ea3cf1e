import t from 'tap'
import { claimList } from '../../src/web/pages/claims.ts'
import { standIn } from './stand-in.ts'
import { read } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool, settings } = world
/** What every JavaScript object has without being told. */
const borrowed = ['__proto__', 'constructor', 'toString']

t.test('errors at the callback', async t => {
  const visitor = await visit(t, world)
  for (const name of borrowed) {
    const { headers } = await visitor.get('/sign-in')
    const state = new URL(`${headers.location}`).searchParams.get('state')
    const answer = await visitor.get(`/oauth/cognito?error=${name}&state=${state}`)
    t.equal(answer.statusCode, 400)
    t.equal(
      read(answer).text,
      'The user pool refused the sign-in 400 unknown_error It gave a reason that this web client does not know. Nobody was signed in. Sign inTo the start',
    )
  }
})

t.test('errors of the token endpoint', async t => {
  const inPlace = await standIn(t, pool.origin)
  const userPool = { ...settings.userPool, domain: inPlace.origin }
  for (const error of borrowed) {
    inPlace.answers.set('/oauth2/token', { status: 400, json: { error } })
    const visitor = await visit(t, world, { userPool })
    const answer = await visitor.get(await visitor.leave())
    t.equal(answer.statusCode, 502)
    t.equal(
      read(answer).text,
      'The user pool gave no tokens 502 unknown_error It gave a reason that this web client does not know. Sign in again. Sign inTo the start',
    )
  }
})

t.test('errors of the identity pool', async t => {
  const inPlace = await standIn(t, pool.origin)
  const { identityPool } = settings
  if (identityPool === undefined) throw new Error('the local user pool has an identity pool')
  const visitor = await visit(t, world, {
    identityPool: { ...identityPool, endpoint: inPlace.origin },
  })
  await visitor.signIn()
  for (const name of borrowed) {
    inPlace.answers.set('/', { status: 400, json: { __type: name, message: 'No.' } })
    const answer = await visitor.post('/aws')
    t.equal(answer.statusCode, 502)
    t.match(
      read(answer).text,
      'GetId was refused. The log has the name of the error; compare the settings of this web client with the identity pool.',
    )
  }
})

t.test('claims', async t => {
  const claims = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}')
  const { text } = claimList(claims)
  t.equal(text.match(/<dd class="quiet">A claim that your user pool adds<\/dd>/g)?.length, 3)
  t.match(text, '<dt><code>__proto__</code></dt>\n<dd><code>a</code></dd>')
})
