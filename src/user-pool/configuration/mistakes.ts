import { Errors } from 'typebox/value'
import { nearestFirst } from './nearest.ts'
import { configurationSchema } from './schema.ts'

type Mistake = ReturnType<typeof Errors>[number]

/** What is wrong with the content of a configuration file, each with the place where it is. */
export function findMistakes(value: unknown): string[] {
  // A member that must not be there is reported twice; the other report names it.
  return Errors(configurationSchema, value)
    .filter(({ keyword }) => keyword !== 'boolean')
    .map(mistake => `${place(mistake.instancePath)} ${inWords(mistake)}`)
}

/** `/clients/0/flows` as one would write it in code. */
function place(pointer: string): string {
  const parts = pointer.split('/').slice(1)
  const written = parts.map(part => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('')
  return written === '' ? 'the file' : written.slice(1)
}

function inWords(mistake: Mistake): string {
  switch (mistake.keyword) {
    case 'additionalProperties':
      return mistake.params.additionalProperties
        .map(name => unknownMember(name, mistake.schemaPath))
        .join(', ')
    case 'enum':
      return `must be one of ${mistake.params.allowedValues.join(', ')}`
    case 'pattern':
      return 'must be a time such as 15m, 1h or 30d'
    case 'minLength':
      return 'must not be empty'
    default:
      return mistake.message
  }
}

function unknownMember(name: string, schemaPath: string): string {
  const [nearest = ''] = nearestFirst(name, membersAt(schemaPath))
  return `has no member ${name}: did you mean ${nearest}?`
}

/** Names of the members that the object at this place of the schema may have. */
function membersAt(schemaPath: string): string[] {
  let schema: unknown = configurationSchema
  for (const part of schemaPath.split('/').slice(1)) {
    schema = (schema as Record<string, unknown>)[part]
  }
  return Object.keys((schema as { properties: object }).properties)
}
