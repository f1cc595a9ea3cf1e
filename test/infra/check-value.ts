import type { PropertyType } from '@aws-cdk/service-spec-types'
import { checkCall } from './check-call.ts'
import { callOf } from './intrinsics.ts'
import { type Context, enumFaults, type Place } from './place.ts'
import { describe, type Fault, isMembers, type Members } from './template.ts'

/** A value, or what a function would give, against the type of its property. */
export function checkValue(
  value: unknown,
  type: PropertyType,
  place: Place,
  context: Context,
): Fault[] {
  const call = callOf(value)
  if (call !== undefined) return checkCall(call, type, place, context)
  const wrong: Fault[] = [`${place.path}: ${describe(value)} is no ${type.type}`]
  switch (type.type) {
    case 'string':
      return typeof value === 'string' ? enumFaults(value, type, place, context) : wrong
    case 'integer':
      return Number.isInteger(value) ? [] : wrong
    case 'number':
      return typeof value === 'number' ? [] : wrong
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong
    case 'json':
      return isMembers(value) ? [] : wrong
    case 'array':
      return Array.isArray(value) ? checkItems(value, type.element, place, context) : wrong
    case 'map':
      return isMembers(value) ? checkMap(value, type.element, place, context) : wrong
    case 'ref':
      if (!isMembers(value)) return wrong
      return context.checkMembers(value, context.specification.memberOf(type), place.path)
    case 'union': {
      const results = type.types.map(option => checkValue(value, option, place, context))
      return results.find(({ length }) => length === 0) ?? results.flat()
    }
    default:
      return [`${place.path}: this checker does not know the type ${type.type}`]
  }
}

function checkItems(
  items: readonly unknown[],
  element: PropertyType,
  place: Place,
  context: Context,
): Fault[] {
  return items.flatMap((item, index) =>
    checkValue(item, element, { ...place, path: `${place.path}.${index}` }, context),
  )
}

function checkMap(value: Members, element: PropertyType, place: Place, context: Context): Fault[] {
  const keys = context.specification.allowedKeys(place.definition, place.property)
  return Object.entries(value).flatMap(([key, item]): Fault[] => {
    const path = `${place.path}.${key}`
    if (keys !== undefined && !keys.includes(key)) return [`${path}: ${key} is none of ${keys}`]
    return checkValue(item, element, { ...place, path }, context)
  })
}
