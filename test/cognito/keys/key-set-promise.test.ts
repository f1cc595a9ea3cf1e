import t from 'tap'
import { createAdmittedKeys } from '../../../src/cognito/keys/admitted-keys.ts'
import { createKeySet } from '../../../src/cognito/keys/key-set.ts'

t.test(
  'keys at hand come in a promise of the language, whatever a service puts in its place',
  async t => {
    const keys = createAdmittedKeys('https://issuer.example', [
      { kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'one', n: 'AQAB', e: 'AQAB' },
    ])
    const keySet = createKeySet({
      fetchKeys: async () => keys,
      maxAge: 60_000,
      maxStale: 60_000,
      now: Date.now,
      onFailure: error => t.fail(String(error)),
      onRecovery: () => {},
    })
    t.teardown(keySet.stop)
    t.equal(await keySet.keysFor('one'), keys)
    const native = Promise
    globalThis.Promise = class extends native<never> {} as PromiseConstructor
    const promised = keySet.keysFor('one')
    globalThis.Promise = native
    t.equal(promised.constructor, native)
    t.equal(await promised, keys)
  },
)
