import t from 'tap'
import { mustBeEmail, openAttributes } from '../../../src/user-pool/accounts/attributes.ts'

t.test('an email address is one, without the spaces around it', async t => {
  t.equal(mustBeEmail(' a@example.com '), 'a@example.com')
  for (const email of [
    undefined,
    '',
    'a',
    '@b',
    'a@',
    'a b@c',
    'a@b@c',
    'a\u0000@b',
    'a@b\u001b[2J',
    `${'a'.repeat(2048)}@b`,
  ]) {
    t.throws(() => mustBeEmail(email), {
      name: 'InvalidParameterException',
      message: 'Invalid email address format.',
    })
  }
})

t.test('without openid no attribute is open, whatever else was granted', async t => {
  const attributes = { email: 'a@example.com', name: 'A' }
  t.strictSame(openAttributes(attributes, ['email', 'profile'], undefined), {})
  t.strictSame(openAttributes(attributes, ['openid'], ['name']), { name: 'A' })
})
