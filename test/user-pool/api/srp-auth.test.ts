import t from 'tap'
import { power, prime, toBytes } from '../../../src/user-pool/accounts/srp-group.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { testClock } from '../oauth/relying-party.ts'
import { adminCall, call, refused, secretHash } from './call.ts'
import { authenticate, libraryUser } from './srp-client.ts'

const clock = testClock()
const pool = await createUserPool({
  clock: clock.read,
  clients: [
    { name: 'web', flows: ['USER_SRP_AUTH'] },
    { name: 'other', flows: ['USER_SRP_AUTH'] },
    { name: 'open', flows: ['USER_SRP_AUTH'], preventUserExistenceErrors: false },
    { name: 'secret', flows: ['USER_SRP_AUTH'], secret: true },
  ],
})
t.teardown(pool.close)
const ClientId = pool.client('web').id
const wrong = ['NotAuthorizedException', 'Incorrect username or password.'] as const

function begin(parameters: object = {}, client = ClientId) {
  return call(pool, 'InitiateAuth', {
    ClientId: client,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: 'alice@example.com', SRP_A: 'abcdef', ...parameters },
  })
}

function respond(responses: object, client = ClientId) {
  return call(pool, 'RespondToAuthChallenge', {
    ClientId: client,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: {
      USERNAME: 'alice@example.com',
      TIMESTAMP: 'Fri Nov 20 15:30:00 UTC 2026',
      PASSWORD_CLAIM_SIGNATURE: 'AAAA',
      ...responses,
    },
  })
}

t.test('the library proves the password, however the numbers are padded', async t => {
  for (let time = 0; time < 4; time += 1) {
    const outcome = await authenticate(libraryUser(pool, 'alice@example.com'), 'alice-password')
    t.same(outcome, { kind: 'session' })
  }
})

t.test("numbers in two's complement, as the library hashes them", async t => {
  t.equal(toBytes(0x7fn).toString('hex'), '7f')
  t.equal(toBytes(0x80n).toString('hex'), '0080')
  t.equal(toBytes(0xabcn).toString('hex'), '0abc')
  t.equal(power(3n, prime - 1n), 1n)
})

t.test('a wrong password, and a name of nobody, look the same', async t => {
  for (const [name, password] of [
    ['alice@example.com', 'x'],
    ['nobody@example.com', 'alice-password'],
  ] as const) {
    const outcome = await authenticate(libraryUser(pool, name), password)
    t.match(outcome, { kind: 'failure', error: { name: wrong[0], message: wrong[1] } })
  }
})

t.test('the challenge has all that the client needs, and no session', async t => {
  const { status, body } = await begin()
  t.equal(status, 200)
  const { sub } = pool.user('alice@example.com')
  const { SALT, SECRET_BLOCK, SRP_B, ...rest } = body.ChallengeParameters
  t.same(Object.keys(body), ['ChallengeName', 'ChallengeParameters'])
  t.equal(body.ChallengeName, 'PASSWORD_VERIFIER')
  t.same(rest, { USERNAME: sub, USER_ID_FOR_SRP: sub })
  t.match(SALT, /^[0-9a-f]{32}$/)
  t.match(SRP_B, /^[0-9a-f]{700,768}$/)
  t.equal(Buffer.from(SECRET_BLOCK, 'base64').length, 64)
})

t.test('a name of nobody has a salt and an id too, always the same', async t => {
  const nobody = { USERNAME: 'nobody@example.com' }
  const { body: first } = await begin(nobody)
  const { body: second } = await begin(nobody)
  const { body: another } = await begin({ USERNAME: 'noone@example.com' })
  const of = ({ ChallengeParameters: { SALT, USER_ID_FOR_SRP } }: typeof first) => ({
    SALT,
    USER_ID_FOR_SRP,
  })
  t.same(of(first), of(second))
  t.strictNotSame(of(first), of(another))
  t.match(of(first).SALT, /^[0-9a-f]{32}$/)
  t.match(
    of(first).USER_ID_FOR_SRP,
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  const { SECRET_BLOCK } = first.ChallengeParameters
  const proof = { ...nobody, PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK }
  refused(t, await respond(proof), ...wrong)
})

t.test('where users are not hidden, it is said', async t => {
  refused(
    t,
    await begin({ USERNAME: 'nobody@example.com' }, pool.client('open').id),
    'UserNotFoundException',
    'User does not exist.',
  )
})

t.test('with usernames, a stranger is called as typed', async t => {
  const named = await createUserPool({ signInWith: 'username', users: [] })
  t.teardown(named.close)
  const { body } = await call(named, 'InitiateAuth', {
    ClientId: named.client('web').id,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: 'nobody', SRP_A: 'abcdef' },
  })
  t.equal(body.ChallengeParameters.USER_ID_FOR_SRP, 'nobody')
})

t.test('public values that give the key away', async t => {
  for (const SRP_A of [
    '0',
    prime.toString(16),
    (prime * 2n).toString(16),
    'xyz',
    'a'.repeat(1025),
  ]) {
    refused(
      t,
      await begin({ SRP_A }),
      'InvalidParameterException',
      'SRP_A is not a valid public value.',
    )
  }
  refused(
    t,
    await begin({ SRP_A: '' }),
    'InvalidParameterException',
    'Missing required parameter SRP_A',
  )
})

t.test('the time stamp has one form', async t => {
  const { body } = await begin()
  const { SECRET_BLOCK } = body.ChallengeParameters
  for (const TIMESTAMP of [
    'Fri Nov 09 15:30:00 UTC 2026',
    'Fri Nov 20 15:30:00 GMT 2026',
    '2026-11-20T15:30:00Z',
    'Frei Nov 20 15:30:00 UTC 2026',
  ]) {
    refused(
      t,
      await respond({ TIMESTAMP, PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK }),
      'InvalidParameterException',
      'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
    )
  }
})

t.test('a challenge is good for one answer, of its client and its user, for 3 minutes', async t => {
  const secretBlock = async () => (await begin()).body.ChallengeParameters.SECRET_BLOCK as string
  const block = await secretBlock()
  refused(t, await respond({ PASSWORD_CLAIM_SECRET_BLOCK: block }), ...wrong)
  refused(t, await respond({ PASSWORD_CLAIM_SECRET_BLOCK: block }), ...wrong)
  const ofOther = { PASSWORD_CLAIM_SECRET_BLOCK: await secretBlock() }
  refused(t, await respond(ofOther, pool.client('other').id), ...wrong)
  const ofBob = { PASSWORD_CLAIM_SECRET_BLOCK: await secretBlock(), USERNAME: 'bob@example.com' }
  refused(t, await respond(ofBob), ...wrong)
  const late = { PASSWORD_CLAIM_SECRET_BLOCK: await secretBlock() }
  clock.forward(180)
  refused(t, await respond(late), ...wrong)
})

t.test('wrong proofs lead to the lockout', async t => {
  const USERNAME = 'bob@example.com'
  for (let time = 0; time < 5; time += 1) {
    const { body } = await begin({ USERNAME })
    const { SECRET_BLOCK } = body.ChallengeParameters
    const proof = { USERNAME, PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK }
    refused(t, await respond(proof), ...wrong)
  }
  const outcome = await authenticate(libraryUser(pool, USERNAME), 'bob-password')
  t.match(outcome, { kind: 'failure', error: { message: 'Password attempts exceeded' } })
})

t.test('an answer needs all its parts', async t => {
  for (const name of [
    'USERNAME',
    'PASSWORD_CLAIM_SIGNATURE',
    'PASSWORD_CLAIM_SECRET_BLOCK',
    'TIMESTAMP',
  ]) {
    refused(
      t,
      await respond({ PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA', [name]: '' }),
      'InvalidParameterException',
      `Missing required parameter ${name}`,
    )
  }
})

t.test(
  'a client with a secret sends the hash both times, and an administrator can too',
  async t => {
    const { id, secret = '' } = pool.client('secret')
    const received = `Client ${id} is configured with secret but SECRET_HASH was not received`
    refused(t, await begin({}, id), 'NotAuthorizedException', received)
    const SECRET_HASH = secretHash(secret, 'alice@example.com', id)
    const { body } = await adminCall(pool, 'AdminInitiateAuth', {
      ClientId: id,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: 'alice@example.com', SRP_A: 'abcdef', SECRET_HASH },
    })
    const proof = {
      PASSWORD_CLAIM_SECRET_BLOCK: body.ChallengeParameters.SECRET_BLOCK,
      PASSWORD_CLAIM_SIGNATURE: 'AAAA',
      TIMESTAMP: 'Fri Nov 20 15:30:00 UTC 2026',
      USERNAME: 'alice@example.com',
    }
    refused(t, await respond(proof, id), 'NotAuthorizedException', received)
    const ChallengeName = 'PASSWORD_VERIFIER'
    const ChallengeResponses = { ...proof, SECRET_HASH }
    const answer = await adminCall(pool, 'AdminRespondToAuthChallenge', {
      ClientId: id,
      ChallengeName,
      ChallengeResponses,
    })
    refused(t, answer, ...wrong)
  },
)
