import t from 'tap'
import { type Principal, RevocationsUnavailableError } from '../../src/cognito/index.ts'
import { type Answer, invalidToken, letIn } from '../support/cognito-answers.ts'
import { startService } from '../support/cognito-service.ts'
import { createUserPool } from '../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)

t.test('every request with a good token is asked about, cached or not', async t => {
  const asked: Principal[] = []
  const revoked = new Set<string>()
  const isRevoked = (principal: Principal) => {
    asked.push(principal)
    return revoked.has(principal.tokenId)
  }
  const service = await startService(t, pool, { revocations: { isRevoked } })
  const token = await pool.accessToken()
  const other = await pool.accessToken()
  t.strictSame(await service.get(token), letIn)
  t.strictSame(await service.get(token), letIn)
  t.equal(service.cacheHit(), true)
  const [first, second] = asked
  t.equal(asked.length, 2)
  t.equal(first, second)
  t.ok(Object.isFrozen(first))

  revoked.add(first?.tokenId ?? '')
  t.strictSame(await service.get(token), invalidToken)
  t.equal(service.reason(), 'revoked')
  t.equal(service.cacheHit(), true)
  t.strictSame(await service.get(other), letIn)
  revoked.clear()
  t.strictSame(await service.get(token), letIn)
  t.equal(asked.length, 5)

  for (const kind of ['alg-none', 'exp-past', 'client-id-other', 'payload-tampered'] as const) {
    await service.get(await pool.forge(kind))
  }
  await service.get()
  t.equal(asked.length, 5, 'nobody is asked about a bad token')
})

t.test('a token revoked before it was seen first', async t => {
  const service = await startService(t, pool, { revocations: { isRevoked: () => true } })
  t.strictSame(await service.get(await pool.accessToken()), invalidToken)
  t.strictSame(await service.get(await pool.accessToken()), invalidToken)
  t.equal(service.reason(), 'revoked')
})

t.test('who cannot tell lets nobody in', async t => {
  let thrown: unknown
  const isRevoked = () => {
    throw thrown
  }
  const service = await startService(t, pool, { revocations: { isRevoked } })
  const token = await pool.accessToken()
  // The first waits for the keys, the second does not, the third is in the cache.
  for (const failure of [new Error('redis://user:password@host'), undefined, null, 'text']) {
    thrown = failure
    for (const sent of [await pool.accessToken(), token, token]) {
      t.strictSame(await service.get(sent), unavailable('1'))
      t.equal(service.reason(), 'revocations_unavailable')
    }
  }
  const mistakes = service.log.filter(({ msg }) => msg === 'isRevoked failed')
  t.equal(mistakes.length, 12)
  t.match(mistakes[0], { level: 50, err: { message: 'redis://user:password@host' } })

  for (const [given, retryAfter] of [
    [new RevocationsUnavailableError(), '1'],
    [new RevocationsUnavailableError(7), '7'],
  ] as const) {
    thrown = given
    t.strictSame(await service.get(token), unavailable(retryAfter))
    t.equal(service.reason(), 'revocations_unavailable')
  }
  const { level, reason, msg } = service.log.at(-1) ?? {}
  t.strictSame({ level, reason, msg }, { level: 30, reason: undefined, msg: 'request completed' })
  const refused = service.log.filter(line => line.msg === 'request refused')
  t.match(refused.at(-1), { level: 40, reason: 'revocations_unavailable' })
  t.equal(
    service.log.filter(({ msg }) => msg === 'isRevoked failed').length,
    12,
    'those are told once',
  )
})

t.test('an answer that is no boolean is none', async t => {
  let answer: () => unknown
  const isRevoked = () => answer() as boolean
  const service = await startService(t, pool, { revocations: { isRevoked } })
  for (const given of [undefined, null, 0, 1, 'false']) {
    answer = () => given
    t.strictSame(await service.get(await pool.accessToken()), unavailable('1'))
  }
  for (const promise of [async () => false, () => Promise.reject(new Error('down'))]) {
    answer = promise
    t.strictSame(await service.get(await pool.accessToken()), unavailable('1'))
  }
  t.match(
    service.log.find(({ msg }) => msg === 'isRevoked failed'),
    {
      err: { type: 'TypeError', message: 'isRevoked must answer true or false, and no promise' },
    },
  )
})

function unavailable(retryAfter: string): Answer {
  return {
    status: 503,
    headers: {
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
      'retry-after': retryAfter,
    },
    body: {
      statusCode: 503,
      code: 'revocations_unavailable',
      error: 'Service Unavailable',
      message: 'Access tokens cannot be checked for revocation at the moment; try again later.',
    },
  }
}
