import { checkValue } from './check-value.ts'
import { callOf } from './intrinsics.ts'
import type { Context, Place } from './place.ts'
import type { Definition, Specification } from './specification.ts'
import {
  type Fault,
  isMembers,
  type Members,
  own,
  type Resource,
  type Template,
} from './template.ts'

/** Types of the resources, and every property they have, however deep. */
export function checkResources(template: Template, specification: Specification): Fault[] {
  const context: Context = {
    template,
    specification,
    checkMembers: (value, definition, path) => checkMembers(value, definition, path, context),
    checkValue: (value, type, place) => checkValue(value, type, place, context),
  }
  const checkResource = ([id, { Type, Properties = {} }]: [string, Resource]): Fault[] => {
    const definition = specification.definitionOf(Type)
    if (definition === undefined) return [`Resources.${id}.Type: there is no ${Type}`]
    if (!isMembers(Properties)) return [`Resources.${id}.Properties: must be a map`]
    return checkMembers(Properties, definition, `Resources.${id}`, context)
  }
  return Object.entries(template.Resources).flatMap(checkResource)
}

function checkMembers(
  value: Members,
  definition: Definition,
  path: string,
  context: Context,
): Fault[] {
  return [
    ...missingFaults(value, definition, path),
    ...Object.entries(value).flatMap(([name, item]): Fault[] => {
      const property = own(definition.properties, name)
      const place: Place = { path: `${path}.${name}`, definition, property: name }
      if (property === undefined) return [`${place.path}: ${definition.name} has no such property`]
      return checkValue(item, property.type, place, context)
    }),
  ]
}

/** A required property may not be removed by `AWS::NoValue` either, not even in one branch. */
function missingFaults(value: Members, { properties }: Definition, path: string): Fault[] {
  return Object.entries(properties)
    .filter(([name, { required }]) => required === true && mayBeMissing(own(value, name)))
    .map(([name]): Fault => `${path}: ${name} is missing`)
}

function mayBeMissing(value: unknown): boolean {
  const call = callOf(value)
  if (call?.name === 'Fn::If') return (call.argument as unknown[]).slice(1).some(mayBeMissing)
  return value === undefined || (call?.name === 'Ref' && call.argument === 'AWS::NoValue')
}
