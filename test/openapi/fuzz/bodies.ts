import fc from 'fast-check'
import type { Operation } from '../../support/contract.ts'
import { mostly } from './mostly.ts'
import { nearly, oddName, oddValue } from './odd.ts'
import { type Schema, valuesOf } from './values.ts'

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

export function bodies({ requestBody }: Operation): fc.Arbitrary<string | undefined> {
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
