import { referencesIn } from './intrinsics.ts'
import { describe, type Fault, type Parameter, type Template } from './template.ts'

const types = ['String', 'Number', 'CommaDelimitedList', 'List<Number>']

/** Parameters: their types, defaults within their own constraints, and that each one is used. */
export function checkParameters({ Parameters, Conditions, Resources, Outputs }: Template): Fault[] {
  const references = referencesIn([Conditions, Resources, Outputs], '')
  const used = new Set(references.map(({ name }) => name))
  return Object.entries(Parameters).flatMap(([name, parameter]) => {
    const path = `Parameters.${name}`
    const unused: Fault[] = used.has(name) ? [] : [`${path}: is used nowhere`]
    return [...unused, ...checkParameter(path, parameter)]
  })
}

function checkParameter(path: string, parameter: Parameter): Fault[] {
  const { Type, Default, AllowedValues = [], AllowedPattern } = parameter
  if (!types.includes(Type)) return [`${path}.Type: ${Type} is none of ${types}`]
  if (AllowedPattern !== undefined && !isPattern(AllowedPattern)) {
    return [`${path}.AllowedPattern: is no regular expression`]
  }
  const values = [...AllowedValues, ...(Default === undefined ? [] : [Default])]
  const wrong = values.filter(value => typeof value !== (Type === 'Number' ? 'number' : 'string'))
  if (wrong.length > 0)
    return wrong.map((value): Fault => `${path}: ${describe(value)} is no ${Type}`)
  return Default === undefined ? [] : defaultFaults(`${path}.Default`, parameter)
}

function defaultFaults(path: string, parameter: Parameter): Fault[] {
  const { Default, AllowedValues, AllowedPattern, MinValue, MaxValue } = parameter
  const { MinLength = 0, MaxLength = Number.POSITIVE_INFINITY } = parameter
  const faults: Fault[] = []
  if (AllowedValues !== undefined && !AllowedValues.includes(Default)) {
    faults.push(`${path}: ${Default} is none of ${AllowedValues}`)
  }
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(`${Default}`)) {
    faults.push(`${path}: ${Default} does not match ${AllowedPattern}`)
  }
  if (Number(Default) < Number(MinValue) || Number(Default) > Number(MaxValue)) {
    faults.push(`${path}: ${Default} is not between ${MinValue} and ${MaxValue}`)
  }
  if (`${Default}`.length < MinLength || `${Default}`.length > MaxLength) {
    faults.push(`${path}: ${Default} has not ${MinLength} to ${MaxLength} characters`)
  }
  return faults
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}
