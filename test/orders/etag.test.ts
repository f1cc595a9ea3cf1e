import t from 'tap'
import { etagOf, hasVersion, ifMatch } from '../../src/orders/etag.ts'

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
