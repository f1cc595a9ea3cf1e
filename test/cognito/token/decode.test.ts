import t from 'tap'

// Another copy of the module, since this process has seen tokens.
const url = import.meta.resolve('../../../src/cognito/token/decode.ts')
const { decodeToken } = (await import(
  `${url.replace(/ts$/, 'js')}?fresh`
)) as typeof import('../../../src/cognito/token/decode.ts')

t.test('before the first token, no header is known either', async t => {
  t.equal(decodeToken('.e30.AAAA'), 'malformed_token')
})

t.test('a signature has the spelling that its bytes are encoded to, and no other', async t => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${encode({ alg: 'RS256', kid: 'key' })}.${encode({})}`
  const misread: string[] = []
  for (const spelling of spellings()) {
    const bytes = Buffer.from(spelling, 'base64url')
    const isTheOne = spelling !== '' && bytes.toString('base64url') === spelling
    const decoded = decodeToken(`${signed}.${spelling}`)
    const isAdmitted = typeof decoded !== 'string' && decoded.signature.equals(bytes)
    if (isAdmitted !== isTheOne) misread.push(spelling)
  }
  t.strictSame(misread, [])
})

/** Texts of up to nine characters, with each character of Latin-1 and some others in each place. */
function* spellings(): Generator<string> {
  const characters = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
  for (let length = 0; length < 10; length++) {
    for (let at = 0; at <= length; at++) {
      for (const one of ['', ...characters, '\u0100', '\u2028', '\ud800', '😀']) {
        yield 'A'.repeat(at) + one + 'A'.repeat(length - at)
        yield '_'.repeat(at) + one + '-'.repeat(length - at)
      }
    }
  }
}

t.test(
  'a claim called __proto__ is left out, or it could become the prototype of a copy',
  async t => {
    for (const name of ['__proto__', '\\u005f_proto__']) {
      const parts = ['{"alg":"RS256","kid":"a"}', `{"sub":"a","${name}":{"client_id":"b"}}`, 'c']
      const token = parts.map(part => Buffer.from(part).toString('base64url')).join('.')
      const decoded = decodeToken(token)
      t.match(decoded, { payload: { sub: 'a' } })
      t.notOk(Object.hasOwn((decoded as { payload: object }).payload, '__proto__'))
    }
  },
)

t.test('a text may hold U+FFFD; bytes that are no UTF-8 do not become it', async t => {
  const encode = (bytes: Buffer) => bytes.toString('base64url')
  const header = encode(Buffer.from('{"alg":"RS256","kid":"a"}'))
  const decode = (name: Buffer) => {
    const payload = Buffer.concat([Buffer.from('{"sub":"'), name, Buffer.from('"}')])
    return decodeToken(`${header}.${encode(payload)}.AAAA`)
  }
  t.match(decode(Buffer.from('\ufffd')), { payload: { sub: '\ufffd' } })
  t.equal(decode(Buffer.of(0xff)), 'malformed_token')
  t.equal(decode(Buffer.of(0xef, 0xbf, 0xbd, 0xff)), 'malformed_token')
})
