import t from 'tap'
import { readOptions } from '../../../src/cli/arguments/options.ts'
import { requestedScopes, scopeInWords } from '../../../src/cli/sign-in/scopes.ts'

t.test('scopes in words, those of others without', async t => {
  t.equal(scopeInWords('openid', 'orders'), 'Say who you are')
  t.equal(scopeInWords('https://api.example/order.read', 'https://api.example'), 'Read orders')
  t.equal(scopeInWords('shop/order.read', 'orders'), '')
})

t.test('what every object of JavaScript has is no scope', async t => {
  t.equal(scopeInWords('constructor', 'orders'), '')
  const options = readOptions(['--scope', 'constructor'], { scope: 'value' })
  t.strictSame(requestedScopes(options, 'orders'), ['openid', 'constructor'])
})
