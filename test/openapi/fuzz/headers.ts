import fc from 'fast-check'
import type { Operation } from '../../support/contract.ts'
import { mostly } from './mostly.ts'
import { headerText } from './odd.ts'

const entityTags = fc.constantFrom(
  '"1"',
  '"1"',
  '"2"',
  '"3"',
  '*',
  'W/"1"',
  '"1", "2"',
  '1',
  '""',
  '',
)

/** Headers that the service, its framework or a proxy may look at. */
const commonHeaders: Record<string, fc.Arbitrary<string>> = {
  'if-match': entityTags,
  'if-none-match': entityTags,
  'idempotency-key': fc.oneof(
    fc.nat({ max: 15 }).map(index => `key-${index}`),
    headerText,
  ),
  traceparent: fc.constantFrom(
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '00',
  ),
  'x-request-id': fc.oneof(
    headerText,
    fc.constantFrom('request-1', 'a'.repeat(129), '{{token:0}}'),
  ),
  accept: fc.constantFrom('*/*', 'text/html', 'application/xml;q=0', 'image/*, a', ''),
  'accept-encoding': fc.constantFrom('gzip, br', 'identity;q=0', '*;q=0'),
  'content-length': fc.constantFrom('0', '1', '65537', '99999999999999999999', '-1', 'many', ''),
  'content-encoding': fc.constantFrom('gzip', 'identity'),
  'transfer-encoding': fc.constantFrom('chunked', 'gzip, chunked', 'identity'),
  expect: fc.constantFrom('100-continue', 'a miracle'),
  range: fc.constantFrom('bytes=0-1', 'bytes=-'),
  host: fc.constantFrom('api.example.com', 'localhost:99999', 'a b', '[::1', ''),
  origin: fc.constantFrom('https://app.example.com', 'null', ''),
  'x-forwarded-for': fc.constantFrom('10.0.0.1', 'a, b', "'", ''),
  'x-forwarded-host': fc.constant('attacker.example'),
  'x-http-method-override': fc.constant('DELETE'),
  cookie: fc.constantFrom('a=b', '=;;=', '{{token:0}}'),
  'sec-fetch-site': fc.constant('cross-site'),
}

export function headers({ parameters = [] }: Operation): fc.Arbitrary<Record<string, string>> {
  const own = parameters.filter(parameter => parameter.in === 'header').map(({ name }) => name)
  const names = fc.subarray(own)
  const more = fc.oneof(
    { arbitrary: fc.constant([]), weight: 2 },
    fc.subarray(Object.keys(commonHeaders), { maxLength: 3 }),
  )
  const text = (name: string) => {
    const usual = commonHeaders[name] ?? headerText
    return name.endsWith('-length') ? usual : mostly(usual, headerText)
  }
  return fc
    .tuple(names, more)
    .chain(([some, others]) =>
      fc.record(Object.fromEntries([...some, ...others].map(name => [name, text(name)]))),
    )
}

export function contentTypes({ requestBody }: Operation): fc.Arbitrary<string | undefined> {
  const json = fc.constant('application/json')
  const odd = fc.oneof(
    fc.constantFrom(
      'application/json; charset=utf-16',
      'Application/JSON ; charset="utf-8"',
      'application/merge-patch+json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=a',
      'application/',
      '*/*',
      ',',
    ),
    headerText,
  )
  return requestBody === undefined ? mostly(fc.constant(undefined), json, odd) : mostly(json, odd)
}
