import { checkInterface } from './check-interface.ts'
import { checkParameters } from './check-parameters.ts'
import { checkReferences } from './check-references.ts'
import { checkResources } from './check-resources.ts'
import { checkSections } from './check-sections.ts'
import { parseTemplate } from './parse-template.ts'
import type { Specification } from './specification.ts'
import type { Fault } from './template.ts'

/** Everything that is wrong with a CloudFormation template, as far as can be told offline. */
export function checkTemplate(text: string, specification: Specification): Fault[] {
  const { template, faults } = parseTemplate(text)
  if (faults.length > 0) return faults
  const sectionFaults = checkSections(template)
  if (sectionFaults.length > 0) return sectionFaults
  return [
    ...checkParameters(template),
    ...checkInterface(template),
    ...checkReferences(template, specification),
    ...checkResources(template, specification),
  ]
}
