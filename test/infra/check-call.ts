import type { PropertyType } from '@aws-cdk/service-spec-types'
import { attributeOf, type Call } from './intrinsics.ts'
import { type Context, enumFaults, type Place } from './place.ts'
import type { Target } from './specification.ts'
import { type Fault, own, type Parameter } from './template.ts'

/** How many operands a function takes; undefined: as many as one likes. */
const operands: Record<string, number | undefined> = {
  'Fn::Join': 2,
  'Fn::Select': 2,
  'Fn::Split': 2,
  'Fn::If': 3,
}

/** What a function gives, against the type of the property in which it stands. */
export function checkCall(call: Call, type: PropertyType, place: Place, context: Context): Fault[] {
  const { name, argument } = call
  const count = operands[name]
  if (count !== undefined && (argument as unknown[]).length !== count) {
    return [`${place.path}: ${name} takes ${count} operands`]
  }
  switch (name) {
    case 'Ref':
      return checkRef(`${argument}`, type, place, context)
    case 'Fn::GetAtt': {
      const { name: id, attribute } = attributeOf(argument)
      const resource = own(context.template.Resources, id)
      return [
        ...kindFaults('text', type, place),
        ...(resource === undefined
          ? []
          : targetFaults({ type: resource.Type, attribute }, place, context)),
      ]
    }
    case 'Fn::Sub':
    case 'Fn::Join':
    case 'Fn::Select':
      return kindFaults('text', type, place)
    case 'Fn::Split':
      return kindFaults('list', type, place)
    case 'Fn::If': {
      const [, ...branches] = argument as unknown[]
      return branches.flatMap(branch => context.checkValue(branch, type, place))
    }
    default:
      return [`${place.path}: ${name} does not belong here`]
  }
}

function checkRef(name: string, type: PropertyType, place: Place, context: Context): Fault[] {
  const { Parameters, Resources } = context.template
  if (name === 'AWS::NoValue') return []
  const parameter = own(Parameters, name)
  if (parameter !== undefined) return checkParameter(parameter, type, place, context)
  const resource = own(Resources, name)
  const attribute = resource && context.specification.refOf(resource.Type)
  return [
    ...kindFaults('text', type, place),
    ...(resource === undefined || attribute === undefined
      ? []
      : targetFaults({ type: resource.Type, attribute }, place, context)),
  ]
}

/** A parameter against a property: every value that it may have must do. */
function checkParameter(
  { Type, AllowedValues }: Parameter,
  type: PropertyType,
  place: Place,
  context: Context,
): Fault[] {
  const isTruth = AllowedValues?.every(value => value === 'true' || value === 'false')
  if (type.type === 'boolean' && isTruth === true) return []
  const kinds: Record<string, Kind> = { String: 'text', Number: 'number' }
  return [
    ...kindFaults(kinds[Type] ?? 'list', type, place),
    ...(AllowedValues ?? []).flatMap(value => enumFaults(value, type, place, context)),
  ]
}

type Kind = 'text' | 'number' | 'list'

const accepted: Record<Kind, readonly string[]> = {
  text: ['string', 'json'],
  number: ['number', 'integer', 'string'],
  list: ['array'],
}

function kindFaults(kind: Kind, type: PropertyType, { path }: Place): Fault[] {
  const types = type.type === 'union' ? type.types : [type]
  if (types.some(option => accepted[kind].includes(option.type))) return []
  return [`${path}: a ${kind} is no ${type.type}`]
}

function targetFaults(target: Target, place: Place, { specification }: Context): Fault[] {
  const targets = specification.targets(place.definition, place.property)
  const isRight = targets?.some(
    ({ type, attribute }) => type === target.type && attribute === target.attribute,
  )
  if (targets === undefined || isRight) return []
  const wanted = targets.map(({ type, attribute }) => `${type}.${attribute}`)
  return [`${place.path}: ${target.type}.${target.attribute} is none of ${wanted}`]
}
