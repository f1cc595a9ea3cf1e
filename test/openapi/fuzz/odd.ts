import fc from 'fast-check'

/** Any UTF-16 code units, halves of surrogate pairs among them. */
const codeUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map(units => String.fromCharCode(...units))

/** Text that breaks what was not made with it in mind. */
export const oddText = fc.oneof(
  codeUnits,
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\udfffa',
    '\ufeff',
    '\u202e',
    '__proto__',
    'constructor',
    'null',
    'NaN',
    '-0',
    "' or 1=1 --",
    '%s%n',
    '../../etc/passwd',
    '<script>',
    '\r\nSet-Cookie: a=b',
    'a'.repeat(1001),
    '🙂'.repeat(1001),
    'a'.repeat(70_000),
  ),
)

/** Of the wrong type, or at the edge of it. */
export const oddValue = fc.oneof(
  oddText,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    0.5,
    1e21,
    5e-324,
    Number.MAX_VALUE,
    2 ** 53,
    -(2 ** 53),
    [],
    {},
    [[]],
    { $gt: '' },
    Array(101).fill(null),
  ),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.jsonValue({ maxDepth: 3 }),
)

export const oddName = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'version', 'a/b~c', ''),
  oddText,
)

/** What a header value can be on the wire: bytes, read as Latin-1, without controls. */
export const headerText = fc
  .array(
    fc
      .integer({ min: 0x20, max: 0xff })
      .filter(code => code < 0x7f || code > 0x9f)
      .map(code => String.fromCharCode(code)),
    { maxLength: 40 },
  )
  .map(characters => characters.join('').trim())

type Spoil = (value: unknown) => unknown

/** Ways to spoil one value; `undefined` takes it away. */
const spoils: fc.Arbitrary<Spoil> = fc.oneof(
  oddValue.map(odd => () => odd),
  fc.constant<Spoil>(() => undefined),
  fc.constant<Spoil>(value => [value]),
  fc.constant<Spoil>(value => JSON.stringify(value)),
  fc.constant<Spoil>(value => (Array.isArray(value) ? Array(101).fill(value[0]) : value)),
  fc.tuple(oddName, oddValue).map(([name, odd]): Spoil => {
    const withMember = (value: unknown) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries([...Object.entries(value), [name, odd]])
        : odd
    return withMember
  }),
)

/** Values that are as they should be but for one place. */
export function nearly(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.nat(), spoils)
    .map(([value, place, spoil]) => spoilAt(value, place % countOf(value), spoil))
}

function countOf(value: unknown): number {
  return 1 + childrenOf(value).reduce((sum, [, child]) => sum + countOf(child), 0)
}

function childrenOf(value: unknown): [string, unknown][] {
  return value !== null && typeof value === 'object' ? Object.entries(value) : []
}

/** @param place which value, counted depth first; 0 is the whole */
function spoilAt(value: unknown, place: number, spoil: Spoil): unknown {
  if (place === 0) return spoil(value)
  let first = 1
  for (const [name, child] of childrenOf(value)) {
    const count = countOf(child)
    if (place < first + count) {
      const spoilt = spoilAt(child, place - first, spoil)
      if (Array.isArray(value)) return value.with(Number(name), spoilt)
      return { ...(value as object), [name]: spoilt }
    }
    first += count
  }
  return value
}
