import { attributeOf, callOf } from './intrinsics.ts'
import { isMembers, own, type Template } from './template.ts'

export interface StackOptions {
  /** Values of parameters that do not keep their default. */
  parameters?: Record<string, string | number>
  /** What `Ref` and `Fn::GetAtt` of a resource give, by `Name` or `Name.Attribute`. */
  resources?: Record<string, string>
}

/** What `AWS::StackId` and its companions are in these tests. */
const stack: Record<string, string> = {
  'AWS::StackName': 'shop',
  'AWS::StackId':
    'arn:aws:cloudformation:eu-central-1:123456789012:stack/shop/9f3c1a70-6b1e-11f1-9d5c-0a1b2c3d4e5f',
  'AWS::Region': 'eu-central-1',
}

/**
 * What CloudFormation would make of a template: every function called, every property that is
 * `AWS::NoValue` left out. A reference to a resource gives its name unless told otherwise.
 */
export function evaluate(template: Template, options: StackOptions = {}): Template {
  const variables: Record<string, unknown> = {
    ...stack,
    ...Object.fromEntries(Object.keys(template.Resources).map(name => [name, name])),
    ...Object.fromEntries(
      Object.entries(template.Parameters).map(([name, { Default }]) => [name, Default]),
    ),
    ...options.parameters,
    ...options.resources,
  }
  const conditions = new Map(
    Object.entries(template.Conditions).map(([name, value]) => [
      name,
      resolve(value, variables, new Map()),
    ]),
  )
  const { Resources, Outputs } = template
  return { ...template, ...(resolve({ Resources, Outputs }, variables, conditions) as Template) }
}

function resolve(
  value: unknown,
  variables: Record<string, unknown>,
  conditions: Map<string, unknown>,
): unknown {
  const inner = (item: unknown) => resolve(item, variables, conditions)
  const call = callOf(value)
  if (call === undefined) {
    if (Array.isArray(value)) return value.map(inner)
    if (!isMembers(value)) return value
    const entries = Object.entries(value).map(([name, item]) => [name, inner(item)])
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined))
  }
  const operands = call.argument as unknown[]
  switch (call.name) {
    case 'Ref':
      return own(variables, `${call.argument}`)
    case 'Fn::GetAtt': {
      const { name, attribute } = attributeOf(call.argument)
      return own(variables, `${name}.${attribute}`) ?? `${name}.${attribute}`
    }
    case 'Fn::Sub': {
      const [text, more] = Array.isArray(call.argument) ? call.argument : [call.argument, {}]
      const all = { ...variables, ...(inner(more) as Record<string, unknown>) }
      return `${text}`.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => `${own(all, name)}`)
    }
    case 'Fn::Join':
      return (inner(operands[1]) as string[]).join(`${operands[0]}`)
    case 'Fn::Split':
      return `${inner(operands[1])}`.split(`${operands[0]}`)
    case 'Fn::Select':
      return (inner(operands[1]) as unknown[])[Number(operands[0])]
    case 'Fn::Equals':
      return `${inner(operands[0])}` === `${inner(operands[1])}`
    case 'Fn::Not':
      return inner(operands[0]) !== true
    case 'Fn::If':
      return inner(operands[conditions.get(`${operands[0]}`) === true ? 1 : 2])
    default:
      throw new TypeError(`These tests do not know ${call.name}`)
  }
}
