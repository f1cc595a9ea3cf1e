import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import type { VerifiedToken } from '../../../src/cognito/cache/token-cache.ts'
import { createTokensInUse } from '../../../src/cognito/cache/tokens-in-use.ts'
import { letIn } from '../../support/cognito-answers.ts'
import { startService } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const context = new AsyncLocalStorage<string>()

t.test('keys that a request has fetched are not fetched in its context', async t => {
  const mixin = () => ({ context: context.getStore() })
  const service = await startService(t, pool, { logger: { mixin } })
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  await pool.rotateKeys()
  const token = await pool.accessToken()
  t.strictSame(await context.run('request', () => service.get(token)), letIn)
  const contextsOf = (text: string) =>
    service.log.filter(({ msg }) => msg === text).map(line => line.context)
  t.strictSame(contextsOf('signing keys admitted'), [undefined, undefined])
  t.strictSame(contextsOf('request completed'), [undefined, 'request'])
})

t.test('tokens in use are forgotten outside of every request', async t => {
  const contexts: unknown[] = []
  const tokens = createTokensInUse(1, () => contexts.push(context.getStore()))
  const found = { token: 'a'.repeat(20), digest: '', verified: { foundAt: 0 } as VerifiedToken }
  context.run('request', () => tokens.keep(found, 0))
  t.strictSame(contexts, [undefined])
})
