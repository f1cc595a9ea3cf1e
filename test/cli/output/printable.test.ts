import t from 'tap'
import { jsonText, printable } from '../../../src/cli/output/printable.ts'

t.test('what steers a terminal, or the order of letters, is shown as such', async t => {
  t.equal(
    printable('a\u001b[2Jb\r\n\u009b\u202ec\u2028'),
    'a\\u001b[2Jb\\u000d\\u000a\\u009b\\u202ec\\u2028',
  )
  t.equal(printable('Grüße, 世界 🙂'), 'Grüße, 世界 🙂')
})

t.test('JSON has the same value with such characters written out', async t => {
  const value = { 'a\u009b': ['b\nc', '\u202e', 'Grüße 🙂'] }
  const text = jsonText(value)
  t.equal(text, '{\n  "a\\u009b": [\n    "b\\nc",\n    "\\u202e",\n    "Grüße 🙂"\n  ]\n}\n')
  t.strictSame(JSON.parse(text), value)
})
