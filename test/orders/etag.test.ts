import t from 'tap'
import { entityTags, etagOf, hasVersion, ifMatch } from '../../src/orders/etag.ts'

t.test('RFC 9110 section 8.8.3: a version has a strong entity tag', async t => {
  t.equal(etagOf(7), '"7"')
})

t.test('RFC 9110 section 13.1.1: If-Match compares strongly', async t => {
  const rows: [string, boolean][] = [
    ['"7"', true],
    ['*', true],
    ['"6", "7"', true],
    ['"6","7","8"', true],
    ['"6"', false],
    ['W/"7"', false],
    ['W/"7", "6"', false],
    ['"77"', false],
    ['"07"', false],
    ['"a,7"', false],
    ['"*"', false],
  ]
  for (const [header, matches] of rows) t.equal(ifMatch(header, 7), matches, header)
})

t.test('RFC 9110 section 13.1.2: If-None-Match compares weakly', async t => {
  const rows: [string, boolean][] = [
    ['"7"', true],
    ['W/"7"', true],
    ['*', true],
    ['"6", W/"7"', true],
    ['"6"', false],
    ['7', false],
    ['', false],
  ]
  for (const [header, has] of rows) t.equal(hasVersion(header, 7), has, header)
})

t.test('the grammar of If-Match', async t => {
  const grammar = new RegExp(entityTags, 'u')
  for (const good of [
    '*',
    '"7"',
    '""',
    'W/"7"',
    '"6", "7"',
    '"6" ,\t W/"7"',
    '"a,b"',
    '"7",',
    ', "6",, ,"7" ,',
    '"\u00e4"',
  ]) {
    t.match(good, grammar, good)
  }
  for (const bad of [
    '',
    '7',
    '"7',
    '7"',
    '*, "7"',
    '"6" "7"',
    ',',
    ', *',
    'w/"7"',
    '" "',
    '"\u0100"',
  ]) {
    t.notMatch(bad, grammar, bad)
  }
})

t.test('the grammar of If-Match costs the same whatever is sent', async t => {
  const started = performance.now()
  t.notMatch(`${'"1" ,'.repeat(4000)}!`, new RegExp(entityTags, 'u'))
  for (const gap of [' ', ',', ' ,', ', ']) {
    t.notMatch(`"1"${gap.repeat(8_000)}!`, new RegExp(entityTags, 'u'))
    t.notMatch(`${gap.repeat(8_000)}!`, new RegExp(entityTags, 'u'))
  }
  t.ok(performance.now() - started < 1000)
})
