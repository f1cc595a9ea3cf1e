import { METHODS } from 'node:http'
import fc from 'fast-check'
import type { Contract, Operation, Parameter } from '../../support/contract.ts'
import type { CallerNames } from './callers.ts'
import { headerText, nearly, oddName, oddText, oddValue } from './odd.ts'
import { type Schema, valuesOf } from './values.ts'

/**
 * A request, with placeholders such as `{{order:3}}` for what only exists once earlier requests
 * were answered.
 */
export interface FuzzRequest {
  /** Name of who sends it. */
  caller: string
  method: string
  url: string
  headers: Record<string, string>
  /** Bytes are in Latin-1. */
  body: string | undefined
}

/** How often something is as it should be, for each time that it is odd. */
const usually = 6

function mostly<T>(usual: fc.Arbitrary<T>, ...odd: fc.Arbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: usual, weight: usually }, ...odd)
}

/** Requests for every operation of a document, from good to absurd. */
export function requestsFor(contract: Contract, callers: CallerNames): fc.Arbitrary<FuzzRequest> {
  const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      arbitrary: requestsOf(path, method, operation),
      // There is more to be tried where more can be said.
      weight: 1 + 2 * (operation.parameters?.length ?? 0) + (operation.requestBody ? 6 : 0),
    })),
  )
  const caller = fc.oneof(
    { arbitrary: fc.constantFrom(...callers.good), weight: 6 },
    { arbitrary: fc.constantFrom(...callers.limited), weight: 1 },
    { arbitrary: fc.constantFrom(...callers.strange), weight: 2 },
  )
  return fc
    .tuple(fc.oneof(...operations), caller)
    .map(([request, name]) => ({ caller: name, ...request }))
}

function requestsOf(path: string, method: string, operation: Operation) {
  return fc.record({
    method: mostly(
      mostly(fc.constant(method.toUpperCase())),
      fc.constantFrom(...METHODS.filter(name => name !== 'CONNECT')),
    ),
    url: fc.tuple(paths(path), queries(operation)).map(parts => parts.join('')),
    headers: fc.tuple(headers(operation), contentTypes(operation)).map(([all, type]) => ({
      ...all,
      ...(type !== undefined && { 'content-type': type }),
    })),
    body: bodies(operation),
  })
}

/** Escapes that mean nothing, or something they should not. */
const oddSegments = fc.constantFrom(
  '%',
  '%zz',
  '%00',
  '%ff',
  '%ed%a0%80',
  '%2f',
  '%252e',
  'a'.repeat(101),
  'a'.repeat(9000),
  '019A9F7C-2C5E-7D31-9B1C-6F1D3C2B4A50',
  '{{token:0}}',
)

function paths(path: string): fc.Arbitrary<string> {
  const kind = path.includes('revocation') ? 'revocation' : 'order'
  const ids = mostly(
    fc.nat({ max: 40 }).map(index => `{{${kind}:${index}}}`),
    fc.uuid({ version: 7 }),
    oddSegments,
    oddText.map(text => percentEncode(text.slice(0, 2000)) || '0'),
  )
  const usual = ids.map(id => path.replace(/\{[^}]+\}/, () => id))
  return fc.oneof(
    { arbitrary: usual, weight: 30 },
    fc
      .tuple(usual, fc.constantFrom('/', '//', ';a=b', '%20', '/extra', '.json'))
      .map(parts => parts.join('')),
  )
}

/** Query parameters that are in no contract, but in many requests. */
const strangeNames = fc.constantFrom('access_token', 'limit[]', 'LIMIT', '__proto__', 'q', '')

function queries({ parameters = [] }: Operation): fc.Arbitrary<string> {
  const known = parameters.filter(parameter => parameter.in === 'query')
  const pairs = known.map(parameter => fc.tuple(fc.constant(parameter.name), texts(parameter)))
  const strange = fc.tuple(strangeNames, fc.oneof(oddText, fc.constant('{{token:0}}')))
  const pair = known.length === 0 ? strange : fc.oneof(...pairs, ...pairs, ...pairs, strange)
  const list = fc
    .array(pair, { maxLength: 3 })
    .map(all =>
      all
        .map(([name, text]) => `${name}=${text.startsWith('{{') ? text : percentEncode(text)}`)
        .join('&'),
    )
  const text = mostly(
    list,
    fc.constantFrom('&&&', '=', '%', 'limit=%zz', 'limit', 'a=b'.repeat(2000)),
  )
  return fc.oneof(
    { arbitrary: fc.constant(''), weight: known.length === 0 ? 10 : 1 },
    { arbitrary: text.map(query => `?${query}`), weight: 3 },
  )
}

/** Values of a parameter as text, most of them good. */
function texts({ name, schema, example }: Parameter): fc.Arbitrary<string> {
  const usual = valuesOf(schema as Schema, example).map(String)
  const cursor = fc.nat({ max: 20 }).map(index => `{{cursor:${index}}}`)
  return mostly(
    name === 'cursor' ? fc.oneof(cursor, usual) : usual,
    oddText.map(text => text.slice(0, 2000)),
  )
}

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

function headers({ parameters = [] }: Operation): fc.Arbitrary<Record<string, string>> {
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

function contentTypes({ requestBody }: Operation): fc.Arbitrary<string | undefined> {
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

/** What JSON parsers disagree about, or should not be made to read. */
const oddJson = fc.constantFrom(
  '',
  ' ',
  '\ufeff{}',
  '{',
  'null',
  '"text"',
  '[]',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '{"currency":"EUR","items":[{"sku":"a","quantity":1,"unitPrice":0,"__proto__":{}}]}',
  '{"currency":"EUR","currency":"USD","items":[{"sku":"a","quantity":1,"unitPrice":-0}]}',
  '{"currency":"EUR","items":[{"sku":"a","quantity":1e999,"unitPrice":1}]}',
  '{"currency":"EUR","items":[{"sku":"a","quantity":9007199254740993,"unitPrice":1}]}',
  '{"currency":"EUR","items":[{"sku":"\\ud800","quantity":1.0,"unitPrice":1e2}]}',
  '{"note":"\\u0000"}',
  '{"status":["cancelled"]}',
  "{'status':'cancelled'}",
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `{"a":`.repeat(5000),
  `{${Array.from({ length: 2000 }, (_, index) => `"${index}":1`).join()}}`,
  '\u00ff\u00fe{}',
)

function bodies({ requestBody }: Operation): fc.Arbitrary<string | undefined> {
  const toJson = (values: fc.Arbitrary<unknown>) =>
    values.map(value => asBytes(JSON.stringify(value) ?? ''))
  const odd = fc.oneof(
    oddJson.map(asBytes),
    toJson(oddValue),
    toJson(fc.tuple(oddName, oddValue).map(([name, value]) => Object.fromEntries([[name, value]]))),
    fc.uint8Array().map(bytes => Buffer.from(bytes).toString('latin1')),
  )
  if (requestBody === undefined) return mostly(fc.constant(undefined), odd)
  const { schema, example, examples = {} } = Object.values(requestBody.content)[0] ?? { schema: {} }
  const [named] = Object.values(examples)
  const good = valuesOf(schema as Schema, example ?? named?.value)
  return fc.oneof(
    { arbitrary: toJson(good), weight: 4 },
    { arbitrary: toJson(nearly(good)), weight: 4 },
    { arbitrary: odd, weight: 2 },
  )
}

function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** Percent-encodes text; halves of surrogate pairs become U+FFFD, as browsers do it. */
function percentEncode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
}
