import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { callback, type Parameters, requestPath, signIn } from './relying-party.ts'

const lines: string[] = []
let works = true
const pool = await createUserPool({
  log: line => lines.push(line),
  clock: () => {
    if (works) return Date.now()
    throw new Error('the clock has stopped')
  },
  preTokenGeneration: () => {
    throw new Error('not today')
  },
})
t.teardown(pool.close)
const web = pool.client('web')

async function errorOf(parameters: Parameters, path?: string): Promise<string | undefined> {
  const response = await fetch(`${pool.origin}${requestPath(pool, parameters, path)}`, {
    redirect: 'manual',
  })
  t.equal(response.status, 302)
  return response.headers.get('location')?.replace(callback, '')
}

t.test('invalid_request', async t => {
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWBuGJSstw-cM'
  for (const [what, parameters] of Object.entries<Parameters>({
    'no response_type': { response_type: undefined },
    'an unknown response_type': { response_type: 'id_token' },
    'two response types': { response_type: 'code token' },
    'another identity provider': { identity_provider: 'Google' },
    'a challenge without a method': { code_challenge: challenge },
    'a method without a challenge': { code_challenge_method: 'S256' },
    'the method plain': { code_challenge: challenge, code_challenge_method: 'plain' },
    'a challenge that is no digest': { code_challenge: 'x', code_challenge_method: 'S256' },
    'prompt none with another': { prompt: 'none login' },
    'a resource that is no URL': { resource: 'orders' },
    'a resource over http': { resource: 'http://api.example' },
    'a resource with a fragment': { resource: 'https://api.example/#a' },
  })) {
    t.equal(
      await errorOf({ ...parameters, state: 'a b' }),
      '?state=a+b&error=invalid_request',
      what,
    )
  }
})

t.test('invalid_request: a parameter twice', async t => {
  const response = await fetch(`${pool.origin}${requestPath(pool)}&nonce=1&nonce=2`, {
    redirect: 'manual',
  })
  t.equal(response.headers.get('location'), `${callback}?error=invalid_request`)
})

t.test(
  'a disallowed scope is invalid_request, described as invalid_scope, in that order',
  async t => {
    for (const scope of [
      'order.read',
      'openid orders/order.wirte',
      'email',
      'openid,email',
      'OPENID',
    ]) {
      t.equal(
        await errorOf({ scope, state: 's' }),
        '?error_description=invalid_scope&state=s&error=invalid_request',
      )
    }
    t.equal(
      await errorOf({ scope: 'nothing' }),
      '?error_description=invalid_scope&error=invalid_request',
    )
    t.equal(
      lines.at(-1),
      `App client ${web.id} was refused with invalid_scope: see ${pool.origin}/error?error=invalid_scope&client_id=${web.id}&scope=nothing`,
    )
  },
)

t.test('the same at /login, entered directly', async t => {
  t.equal(
    await errorOf({ scope: 'nothing', state: 's' }, '/login'),
    '?error_description=invalid_scope&state=s&error=invalid_request',
  )
})

t.test('unauthorized_client: the flow is not one of the client', async t => {
  const docs = pool.client('docs')
  const [address = ''] = docs.callbackUrls
  const location = await errorOf({
    client_id: docs.id,
    redirect_uri: address,
    response_type: 'token',
    state: 's',
  })
  t.equal(location, `${address}?state=s&error=unauthorized_client`)
})

t.test('login_required: prompt none without a session', async t => {
  const before = lines.length
  t.equal(await errorOf({ prompt: 'none', state: 's' }), '?state=s&error=login_required')
  t.equal(lines.length, before)
})

t.test('invalid_request: the hook refuses the tokens, in its own words', async t => {
  const { searchParams } = await signIn(pool, { response_type: 'token', state: 's' })
  t.strictSame(Object.fromEntries(searchParams), {
    error_description: 'PreTokenGeneration failed with error not today.',
    state: 's',
    error: 'invalid_request',
  })
})

t.test('server_error: something goes wrong inside the pool', async t => {
  works = false
  t.equal(await errorOf({ state: 's' }), '?state=s&error=server_error')
  t.match(lines.at(-1), 'the clock has stopped')
  works = true
})
