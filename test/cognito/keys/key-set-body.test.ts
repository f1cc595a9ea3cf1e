import { decodeJwt } from 'jose'
import t from 'tap'
import { keysUnavailable } from '../../support/cognito-answers.ts'
import { serviceWith } from '../../support/cognito-served-keys.ts'
import { createTestKey } from '../../support/cognito-signing-key.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const good = createTestKey('local-good')
const other = createTestKey('other')
const claims = decodeJwt(await pool.accessToken())

t.test('what is no key set is not taken for one', async t => {
  const notASet = 'the answer is not a JSON Web Key Set'
  const notJson = 'the key set is not JSON'
  const bodies: [body: string, message: string][] = [
    ['', notJson],
    ['<!doctype html><title>Sign in</title>', notJson],
    ['{"keys":[', notJson],
    [`${JSON.stringify({ keys: [good.jwk] })};`, notJson],
    ['null', notASet],
    ['true', notASet],
    ['"keys"', notASet],
    ['[]', notASet],
    ['{}', notASet],
    [JSON.stringify([good.jwk]), notASet],
    [JSON.stringify({ keys: good.jwk }), notASet],
    [JSON.stringify({ keys: null }), notASet],
    [JSON.stringify({ Keys: [good.jwk] }), notASet],
    ['{"keys":[]}', 'no usable key in the set (empty)'],
    [
      JSON.stringify({ keys: [good.jwk, ...Array(100).fill(null)] }),
      'the key set has more than 100 keys',
    ],
    ['{"keys":[null,{}]}', 'no usable key in the set (malformed, malformed)'],
    [
      JSON.stringify({ keys: [good.jwk, { ...other.jwk, use: 'enc' }, good.jwk] }),
      'no usable key in the set (duplicate_kid, wrong_use, duplicate_kid)',
    ],
  ]
  for (const [body, message] of bodies) {
    const { service, failures } = await serviceWith(t, pool, body)
    t.strictSame(await service.get(good.sign(claims)), keysUnavailable(), body)
    t.equal(service.reason(), 'keys_unavailable')
    t.strictSame(failures(), [message], body)
  }
})
