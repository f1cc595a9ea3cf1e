import fc from 'fast-check'

/** How often something is as it should be, for each time that it is odd. */
const usually = 6

export function mostly<T>(usual: fc.Arbitrary<T>, ...odd: fc.Arbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: usual, weight: usually }, ...odd)
}
