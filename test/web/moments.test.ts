import t from 'tap'
import { left, moment } from '../../src/web/pages/moments.ts'
import { script } from '../../src/web/pages/script.ts'

t.test('the time that is left', async t => {
  const words = {
    7200: '2 h 0 min',
    3725.9: '1 h 2 min',
    3600: '1 h 0 min',
    3599.9: '59 min 59 s',
    60: '1 min 0 s',
    59.5: '59 s',
    0.5: '0 s',
    0: 'expired',
    [-1]: 'expired',
  }
  for (const [seconds, text] of Object.entries(words)) t.equal(left(Number(seconds)), text)
})

t.test('the script says it in the same words', async t => {
  t.match(script, 'function left(')
  t.notMatch(script, /import|export|:\s*number/)
})

t.test('a moment that no calendar has is a number', async t => {
  t.equal(moment(8.65e12).text, '<code>8650000000000</code>')
  t.equal(
    moment(0).text,
    '<time datetime="1970-01-01T00:00:00.000Z">Thu, 01 Jan 1970 00:00:00 GMT</time>',
  )
})
