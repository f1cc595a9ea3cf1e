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

t.test('an answer that is no boolean is no pass', async t => {
  const isRevoked = (async () => false) as unknown as () => boolean
  const service = await startService(t, pool, { revocations: { isRevoked } })
  t.strictSame(await service.get(await pool.accessToken()), invalidToken)
})

t.test('who cannot tell lets nobody in', async t => {
  let error: Error = new Error('out of order')
  const isRevoked = () => {
    throw error
  }
  const service = await startService(t, pool, { revocations: { isRevoked } })
  const failed: Answer = {
    status: 500,
    headers: { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' },
    body: { statusCode: 500, error: 'Internal Server Error', message: 'out of order' },
  }
  const token = await pool.accessToken()
  // The first waits for the keys, the second does not, the third is in the cache.
  t.strictSame(await service.get(await pool.accessToken()), failed)
  t.strictSame(await service.get(token), failed)
  t.strictSame(await service.get(token), failed)
  t.strictSame(service.decisions, [], 'a mistake is no decision')

  for (const [given, retryAfter] of [
    [new RevocationsUnavailableError(), '1'],
    [new RevocationsUnavailableError(7), '7'],
  ] as const) {
    error = given
    t.strictSame(await service.get(token), {
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
    })
    t.equal(service.reason(), 'revocations_unavailable')
  }
  const { level, reason, msg } = service.log.find(line => line.reason !== undefined) ?? {}
  const logged = { level: 40, reason: 'revocations_unavailable', msg: 'request refused' }
  t.strictSame({ level, reason, msg }, logged)
})
