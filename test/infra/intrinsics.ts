import { isMembers } from './template.ts'

/** The functions that this checker knows, by their short form. */
export const longNames: Record<string, string> = {
  Ref: 'Ref',
  Condition: 'Condition',
  GetAtt: 'Fn::GetAtt',
  Sub: 'Fn::Sub',
  Join: 'Fn::Join',
  Select: 'Fn::Select',
  Split: 'Fn::Split',
  If: 'Fn::If',
  Equals: 'Fn::Equals',
  And: 'Fn::And',
  Or: 'Fn::Or',
  Not: 'Fn::Not',
}

export interface Call {
  /** Its long form; an unknown one as it is written. */
  name: string
  argument: unknown
}

/** The function that a value calls, if it does. */
export function callOf(value: unknown): Call | undefined {
  if (!isMembers(value)) return undefined
  const [[name, argument] = [undefined], ...others] = Object.entries(value)
  if (name === undefined || others.length > 0) return undefined
  const isFunction = name === 'Ref' || name === 'Condition' || /^(Fn::|!)/.test(name)
  return isFunction ? { name, argument } : undefined
}

export type Reference =
  | { kind: 'name'; name: string; path: string }
  | { kind: 'attribute'; name: string; attribute: string; path: string }
  | { kind: 'condition'; name: string; path: string }

/** What `Fn::GetAtt` asks for; `Nested.Outputs.Name` is the attribute `Outputs.Name` of `Nested`. */
export function attributeOf(argument: unknown): { name: string; attribute: string } {
  const [name = '', ...attribute] = Array.isArray(argument) ? argument : `${argument}`.split('.')
  return { name: `${name}`, attribute: attribute.join('.') }
}

/** Everything that a value refers to, however deep. */
export function referencesIn(value: unknown, path: string): Reference[] {
  const call = callOf(value)
  if (call === undefined) return nested(value, path)
  const { name, argument } = call
  switch (name) {
    case 'Ref':
      return [{ kind: 'name', name: `${argument}`, path }]
    case 'Condition':
      return [{ kind: 'condition', name: `${argument}`, path }]
    case 'Fn::GetAtt':
      return [{ kind: 'attribute', ...attributeOf(argument), path }]
    case 'Fn::Sub':
      return referencesInText(argument, path)
    case 'Fn::If': {
      const [condition, ...branches] = argument as unknown[]
      return [{ kind: 'condition', name: `${condition}`, path }, ...nested(branches, path)]
    }
    default:
      return nested(argument, path)
  }
}

function nested(value: unknown, path: string): Reference[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => referencesIn(item, `${path}.${key}`))
}

/** `${Name}` and `${Name.Attribute}`; `${!Name}` is literal text. */
function referencesInText(argument: unknown, path: string): Reference[] {
  const [text, variables = {}] = Array.isArray(argument) ? argument : [argument]
  const names = [...`${text}`.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => `${name}`)
  const outside = names.filter(name => !Object.hasOwn(variables, name))
  return [
    ...outside.map(
      (name): Reference =>
        name.includes('.')
          ? { kind: 'attribute', ...attributeOf(name), path }
          : { kind: 'name', name, path },
    ),
    ...nested(variables, path),
  ]
}
