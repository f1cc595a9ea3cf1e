import t from 'tap'
import { withoutTokens } from '../../src/logging/without-tokens.ts'
import { openInstall } from '../support/user-pool.ts'

t.test('tokens are taken out of a text, and nothing else', async t => {
  const pool = await openInstall({ origin: 'http://localhost:4100' })
  const token = await pool.accessToken()
  t.equal(withoutTokens(`a ${token}, b=${token}. c`), 'a <token>, b=<token>. c')
  t.equal(withoutTokens(token.slice(0, -400)), '<token>')
  for (const text of [
    'https://eyecare-portal.example.com/oauth2/authorize?state=eyABCDEFGHIJKLMNOP&nonce=x.y',
    'Did you mean --scope? See --help.',
    'www.eyABCDEFGHIJKLMNOP',
    'eyABCDEFGHIJKLMNOP.',
  ]) {
    t.equal(withoutTokens(text), text)
  }
  t.equal(withoutTokens(`x_${token}`), 'x_<token>')
  t.equal(withoutTokens(`/%2${token}/x`), '/%2<token>/x')
  t.equal(withoutTokens(`a.b.${token}.c`), 'a.b.<token>')
  t.equal(withoutTokens(token.replaceAll('.', '%2e')), '<token>')
  t.equal(withoutTokens(`${token} ${token}`), '<token> <token>')
})

// Two million characters: who looks at one twice, or more, takes hours.
t.test('a text full of beginnings of tokens takes no longer than another', async t => {
  for (const part of ['eyA', '-eyA', 'eyAAAAAAAAAAA', 'eyA.', 'a.', 'a%2', '%2e', 'ey']) {
    const text = part.repeat(2_000_000 / part.length)
    t.ok(withoutTokens(text) === text, part)
  }
  t.equal(withoutTokens(`-${'eyA'.repeat(700_000)}.x`), '-<token>')
})
