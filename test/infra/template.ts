/** A mistake: where in the template, and what is wrong there. */
export type Fault = `${string}: ${string}`

export type Members = Record<string, unknown>

export interface Parameter {
  Type: string
  Default?: unknown
  AllowedValues?: readonly unknown[]
  AllowedPattern?: string
  MinValue?: number
  MaxValue?: number
  MinLength?: number
  MaxLength?: number
}

export interface Resource {
  Type: string
  Condition?: string
  DependsOn?: string | readonly string[]
  Properties?: Members
}

/** A CloudFormation template; functions stand in it in their long form. */
export interface Template {
  Metadata?: Members
  Parameters: Record<string, Parameter>
  Conditions: Record<string, unknown>
  Resources: Record<string, Resource>
  Outputs: Record<string, { Value: unknown; Condition?: string }>
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The entry of a table, unless it is an inherited one such as `constructor`. */
export function own<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

/** A value as it stands in a fault. */
export function describe(value: unknown): string {
  if (value instanceof Date) return 'a date'
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : `${value}`
}
