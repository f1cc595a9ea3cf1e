import { readFileSync } from 'node:fs'
import { evaluate, type StackOptions } from './evaluate.ts'
import { parseTemplate } from './parse-template.ts'
import type { Members, Template } from './template.ts'

export const templateText = readFileSync(
  new URL('../../infra/cognito.yaml', import.meta.url),
  'utf8',
)

/** Our template as CloudFormation would make it with these parameters. */
export function stackWith(options: StackOptions = {}): Template {
  return evaluate(parseTemplate(templateText).template, options)
}

/** The properties of every resource of a type, by logical id. */
export function propertiesOf({ Resources }: Template, type: string): Record<string, Members> {
  return Object.fromEntries(
    Object.entries(Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties = {} }]) => [id, Properties]),
  )
}

/** The properties of the only resource of a type. */
export function onlyOne(template: Template, type: string): Members {
  const [properties, ...others] = Object.values(propertiesOf(template, type))
  if (properties === undefined || others.length > 0) throw new Error(`Not one ${type}`)
  return properties
}
