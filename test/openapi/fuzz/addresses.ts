import fc from 'fast-check'
import type { Operation, Parameter } from '../../support/contract.ts'
import { mostly } from './mostly.ts'
import { oddText } from './odd.ts'
import { type Schema, valuesOf } from './values.ts'

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

export function paths(path: string): fc.Arbitrary<string> {
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

export function queries({ parameters = [] }: Operation): fc.Arbitrary<string> {
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

/** Percent-encodes text; halves of surrogate pairs become U+FFFD, as browsers do it. */
function percentEncode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
}
