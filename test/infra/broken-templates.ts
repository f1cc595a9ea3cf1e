import { checkTemplate } from './check-template.ts'
import { loadSpecification } from './specification.ts'
import { templateText } from './stack.ts'
import type { Fault } from './template.ts'

export const specification = loadSpecification()

/** What the checker says of our template with one passage replaced. */
export function faultsWith(passage: string, replacement: string): Fault[] {
  if (!templateText.includes(passage)) throw new Error(`The template lacks: ${passage}`)
  return checkTemplate(templateText.replace(passage, replacement), specification)
}

/** What the checker says of a template of one resource, a user pool with these properties. */
export function faultsOfUserPool(properties: string, sections = ''): Fault[] {
  const text = [
    'AWSTemplateFormatVersion: "2010-09-09"',
    sections,
    'Resources:',
    '  Pool:',
    '    Type: AWS::Cognito::UserPool',
    '    Properties:',
    ...properties.split('\n').map(line => `      ${line}`),
  ]
  return checkTemplate(text.filter(line => line !== '').join('\n'), specification)
}
