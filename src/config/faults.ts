import { SettingsSchema } from './schema.ts'

/** What env-schema reports of one mistake (Ajv's form). */
export interface SchemaFault {
  instancePath: string
  keyword: string
  message: string
}

const settings: Record<string, object> = SettingsSchema.properties

/** Says of each wrong setting what is wrong, what it is for, and what would be right. */
export function describeFaults(faults: readonly SchemaFault[]): string[] {
  return faults.map(({ instancePath, keyword, message }) => {
    const name = instancePath.slice(1)
    const { description, examples } = settings[name] as { description: string; examples: [string] }
    // The other messages of Ajv are plain English; these two speak of the schema.
    const fault = keyword === 'pattern' || keyword === 'enum' ? 'is not of the right form' : message
    return `${name} ${fault} (${description}), for example ${name}=${examples[0]}`
  })
}
