import t from 'tap'
import { scopeInWords } from '../../../src/cli/sign-in/scopes.ts'

t.test('scopes in words, those of others without', async t => {
  t.equal(scopeInWords('openid', 'orders'), 'Say who you are')
  t.equal(scopeInWords('https://api.example/order.read', 'https://api.example'), 'Read orders')
  t.equal(scopeInWords('shop/order.read', 'orders'), '')
})
