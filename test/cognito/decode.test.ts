import t from 'tap'

t.test('before the first token, no header is known either', async t => {
  // Another copy of the module, since this process has seen tokens.
  const url = import.meta.resolve('../../src/cognito/decode.ts')
  const { decodeToken } = await import(`${url.replace(/ts$/, 'js')}?fresh`)
  t.equal(decodeToken('.e30.AAAA'), 'malformed_token')
})
