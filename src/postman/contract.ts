/** An OpenAPI document, as far as the collection needs it. */
export interface Contract {
  info: { title: string }
  paths: Record<string, Record<string, RawOperation>>
  components: { schemas: Record<string, Schema>; responses: Record<string, Answer> }
}

interface RawOperation {
  operationId: string
  requestBody?: { content: Record<string, MediaType> }
  responses: Record<string, Answer & { $ref?: string }>
}

export interface Answer {
  content?: Record<string, MediaType>
}

interface Schema {
  $ref?: string
  examples?: unknown[]
}

interface MediaType {
  schema?: Schema
  example?: unknown
  examples?: Record<string, { value: unknown }>
}

export interface Operation extends RawOperation {
  /** In upper case. */
  method: string
  /** With its parameters in braces. */
  path: string
}

/** @throws {Error} the contract has no such operation */
export function operationOf(contract: Contract, operationId: string): Operation {
  for (const [path, operations] of Object.entries(contract.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (operation.operationId !== operationId) continue
      return { ...operation, method: method.toUpperCase(), path }
    }
  }
  throw new Error(`The contract has no operation ${operationId}`)
}

export interface Example {
  mediaType: string
  value: unknown
}

/** The first example of a body, or the one of that name. */
export function exampleIn(
  { components }: Contract,
  content: Record<string, MediaType> | undefined,
  name?: string,
): Example | undefined {
  for (const [mediaType, { example, examples = {}, schema }] of Object.entries(content ?? {})) {
    const named = name === undefined ? Object.values(examples)[0] : examples[name]
    const reference = schema?.$ref?.split('/').at(-1)
    const { examples: own } =
      (reference === undefined ? schema : components.schemas[reference]) ?? {}
    const value = example ?? named?.value ?? own?.[0]
    if (value !== undefined) return { mediaType, value }
  }
  return undefined
}
