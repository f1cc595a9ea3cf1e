import type { Contract } from '../../support/contract.ts'

const reference = /^#\/components\/schemas\/(\w+)$/

/** A document with schemas in place of the references to them, of which none leads to itself. */
export function dereferenced(contract: Contract): Contract {
  const resolve = (_name: string, value: unknown): unknown => {
    const { $ref = '' } = Object(value)
    const name = reference.exec($ref)?.[1]
    return name === undefined ? value : copyOf(contract.components.schemas[name])
  }
  const copyOf = (value: unknown) => JSON.parse(JSON.stringify(value), resolve)
  return copyOf(contract)
}
