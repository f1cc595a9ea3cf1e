import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall, alice, call, refused, signed } from './call.ts'

const lines: string[] = []
const pool = await createUserPool({ log: line => lines.push(line) })
t.teardown(pool.close)
const clientId = pool.client('cli').id
const initiate = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: alice }

t.test('an answer has the content type of AWS JSON 1.1 and a request id', async t => {
  const { status, headers } = await call(pool, 'InitiateAuth', initiate)
  t.equal(status, 200)
  t.equal(headers.get('content-type'), 'application/x-amz-json-1.1')
  t.match(headers.get('x-amzn-requestid'), /^[0-9a-f-]{36}$/)
  t.equal(headers.get('cache-control'), 'no-store')
})

t.test('any page may call, and read the headers that say what went wrong', async t => {
  const origin = { origin: 'http://localhost:5173' }
  for (const input of [initiate, {}]) {
    const { headers } = await call(pool, 'InitiateAuth', input, origin)
    t.equal(headers.get('access-control-allow-origin'), '*')
    t.equal(
      headers.get('access-control-expose-headers'),
      'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
    )
  }
})

t.test('a preflight allows no Authorization, so that no page can be an administrator', async t => {
  const response = await fetch(`${pool.origin}/`, {
    method: 'OPTIONS',
    headers: { origin: 'http://localhost:5173', 'access-control-request-method': 'POST' },
  })
  t.equal(response.status, 204)
  t.equal(response.headers.get('access-control-allow-methods'), 'POST')
  t.equal(
    response.headers.get('access-control-allow-headers'),
    'amz-sdk-invocation-id, amz-sdk-request, cache-control, content-type, x-amz-target, x-amz-user-agent',
  )
  t.equal(response.headers.get('access-control-allow-credentials'), null)
})

t.test('operations that are not there are refused by name', async t => {
  for (const target of [
    'AWSCognitoIdentityProviderService.ListDevices',
    'AWSCognitoIdentityProviderService.constructor',
    'AWSCognitoIdentityService.ListIdentities',
    'DynamoDB_20120810.GetItem',
    'InitiateAuth.',
    'Initiate',
  ]) {
    const answer = await call(pool, target.includes('.') ? target : `.${target}`, {})
    const name = target.includes('.') ? target : `.${target}`
    refused(
      t,
      answer,
      'UnknownOperationException',
      `${name} is not an operation of the local user pool: see docs/local-user-pool.md`,
    )
  }
})

t.test('so is a request that names none', async t => {
  const response = await fetch(`${pool.origin}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: '{}',
  })
  t.equal(response.status, 400)
  t.same(await response.json(), {
    __type: 'UnknownOperationException',
    message: 'The request names no operation: X-Amz-Target is missing',
  })
})

t.test('a body that is not JSON, is empty, too large or of another type', async t => {
  const notJson = 'The body is not JSON.'
  refused(t, await call(pool, 'InitiateAuth', '{'), 'SerializationException', notJson)
  refused(t, await call(pool, 'InitiateAuth', ''), 'SerializationException', notJson)
  refused(
    t,
    await call(pool, 'InitiateAuth', `"${'a'.repeat(70_000)}"`),
    'SerializationException',
    'Request body is too large',
  )
  const xml = await call(pool, 'InitiateAuth', '<a/>', { 'content-type': 'text/xml' })
  refused(t, xml, 'SerializationException', 'Unsupported Media Type')
})

t.test("an administrator's call has to be signed", async t => {
  const input = { UserPoolId: pool.userPoolId }
  refused(
    t,
    await call(pool, 'ListUsers', input),
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  )
  for (const authorization of ['Bearer x', signed.authorization.slice(0, -1)]) {
    refused(
      t,
      await call(pool, 'ListUsers', input, { authorization }),
      'IncompleteSignatureException',
      'The Authorization header is not AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature.',
    )
  }
  t.equal((await call(pool, 'ListUsers', input, signed)).status, 200)
})

t.test('another pool does not exist', async t => {
  refused(
    t,
    await adminCall(pool, 'ListUsers', { UserPoolId: 'eu-central-1_Other' }),
    'ResourceNotFoundException',
    'User pool eu-central-1_Other does not exist.',
  )
})

t.test('what goes wrong inside stays inside, and is in the log', async t => {
  let isBroken = false
  const broken = await createUserPool({
    log: line => lines.push(line),
    clock: () => {
      if (isBroken) throw new Error('the clock is broken')
      return Date.now()
    },
  })
  t.teardown(broken.close)
  isBroken = true
  const answer = await call(broken, 'InitiateAuth', {
    ...initiate,
    ClientId: broken.client('cli').id,
  })
  t.equal(answer.status, 500)
  t.same(answer.body, { __type: 'InternalErrorException', message: 'Internal server error' })
  t.ok(lines.includes('AWSCognitoIdentityProviderService.InitiateAuth failed: the clock is broken'))
})
