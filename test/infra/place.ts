import type { PropertyType } from '@aws-cdk/service-spec-types'
import type { Definition, Specification } from './specification.ts'
import type { Fault, Members, Template } from './template.ts'

/** Where a value stands: its path in the template, and the property that it is part of. */
export interface Place {
  path: string
  definition: Definition
  property: string
}

/** What a check of one value needs to look further. */
export interface Context {
  template: Template
  specification: Specification
  checkMembers(value: Members, definition: Definition, path: string): Fault[]
  checkValue(value: unknown, type: PropertyType, place: Place): Fault[]
}

/** A text against the values that its property allows. */
export function enumFaults(
  value: unknown,
  type: PropertyType,
  { path, definition, property }: Place,
  { specification }: Context,
): Fault[] {
  const published = type.type === 'string' ? type.allowedValues : undefined
  const allowed = published ?? specification.allowedValues(definition, property)
  if (allowed === undefined || allowed.includes(`${value}`)) return []
  return [`${path}: ${value} is none of ${allowed}`]
}
