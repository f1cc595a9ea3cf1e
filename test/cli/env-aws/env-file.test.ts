import dotenv from 'dotenv'
import fc from 'fast-check'
import t from 'tap'
import { CommandError } from '../../../src/cli/command.ts'
import { mergeSettings } from '../../../src/cli/env-aws/env-file.ts'

const merge = (text: string, settings: Record<string, string>) =>
  mergeSettings(text, new Map(Object.entries(settings)))

t.test('settings that are not there are added at the end', async t => {
  t.equal(merge('', { ONE: '1' }), 'ONE=1\n')
  t.equal(merge('PORT=1\n', { ONE: '1', TWO: '2' }), 'PORT=1\nONE=1\nTWO=2\n')
  t.equal(merge('PORT=1', { ONE: '1', TWO: '2' }), 'PORT=1\nONE=1\nTWO=2\n')
  t.equal(merge('PORT=1\r\nHOST=h', { ONE: '1' }), 'PORT=1\r\nHOST=h\r\nONE=1\r\n')
})

t.test('settings that are there are replaced where they stand', async t => {
  t.equal(merge('ONE=\nTWO=2\n', { ONE: '1' }), 'ONE=1\nTWO=2\n')
  t.equal(merge('ONE=a b\r\nTWO=2\r\n', { ONE: '1' }), 'ONE=1\r\nTWO=2\r\n')
  t.equal(merge('  export ONE = old\n', { ONE: '1' }), '  export ONE = 1\n')
  t.equal(merge('ONE=a\nONE=b', { ONE: '1' }), 'ONE=1\nONE=1')
  t.equal(
    merge(`ONE='a\nb'\nTWO="\n#"\nTHREE=\`#\``, { ONE: '1', TWO: '2', THREE: '3' }),
    'ONE=1\nTWO=2\nTHREE=3',
  )
})

t.test('comments and everything else stay', async t => {
  const text = '# ONE=0\n\nONE=a # the first\nONE_MORE=b\n#ONE=c\nMY_ONE=d\n'
  t.equal(merge(text, { ONE: '1' }), text.replace('ONE=a', 'ONE=1'))
  t.equal(merge('ONE="a # b"#c\n', { ONE: '1' }), 'ONE=1#c\n')
})

t.test('what is written twice is written once', async t => {
  const once = merge('PORT=1\n', { ONE: 'a b', TWO: "it's" })
  t.equal(once, `PORT=1\nONE='a b'\nTWO="it's"\n`)
  t.equal(merge(once, { ONE: 'a b', TWO: "it's" }), once)
})

t.test('dotenv reads the value that was given, and the others as before', async t => {
  const value = fc.stringMatching(/^[ !#-~]+$/)
  const lines = ['', '# note', 'OTHER=1', 'ONE=', "ONE='x'", 'ONE=x # y', 'export ONE="z"']
  const file = fc.array(fc.constantFrom(...lines)).map(all => all.join('\n'))
  fc.assert(
    fc.property(file, value, (text, ONE) => {
      const { ONE: _, ...before } = dotenv.parse(text)
      t.same(dotenv.parse(merge(text, { ONE })), { ...before, ONE })
    }),
  )
})

t.test('a value that .env cannot hold is refused', async t => {
  for (const value of ['', 'a\nb', 'say "no"', 'ä']) {
    t.throws(
      () => merge('', { ONE: value }),
      new CommandError('The value of ONE is empty or has characters that .env cannot hold.'),
    )
  }
})
