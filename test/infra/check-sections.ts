import { type Fault, isMembers, type Members, type Template } from './template.ts'

interface Section {
  required: readonly string[]
  optional: readonly string[]
}

/** What an entry of each section may have. */
const sections: Record<string, Section> = {
  Parameters: {
    required: ['Type'],
    optional: [
      'Default',
      'Description',
      'AllowedValues',
      'AllowedPattern',
      'ConstraintDescription',
      'MinLength',
      'MaxLength',
      'MinValue',
      'MaxValue',
      'NoEcho',
    ],
  },
  Resources: {
    required: ['Type'],
    optional: [
      'Properties',
      'DependsOn',
      'Condition',
      'DeletionPolicy',
      'UpdateReplacePolicy',
      'Metadata',
    ],
  },
  Outputs: { required: ['Value'], optional: ['Description', 'Condition', 'Export'] },
}

const otherSections = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Conditions']

const policies = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']

/** Names of sections, logical ids and members of the entries. */
export function checkSections(template: Template): Fault[] {
  return [
    ...missing({ ...template }, ['AWSTemplateFormatVersion'], 'Template'),
    ...(Object.keys(template.Resources).length > 0 ? [] : ['Resources: there are none' as Fault]),
    ...Object.entries(template).flatMap(([name, section]) => checkSection(name, section)),
  ]
}

function checkSection(name: string, section: unknown): Fault[] {
  const known = sections[name]
  if (known === undefined) {
    if (!otherSections.includes(name)) return [`${name}: no section of a template`]
    return name === 'Conditions' ? logicalIdFaults(name, section) : []
  }
  if (!isMembers(section)) return [`${name}: must be a map`]
  return [
    ...logicalIdFaults(name, section),
    ...Object.entries(section).flatMap(([id, entry]) => checkEntry(`${name}.${id}`, entry, known)),
  ]
}

function checkEntry(path: string, entry: unknown, { required, optional }: Section): Fault[] {
  if (!isMembers(entry)) return [`${path}: must be a map`]
  const known = [...required, ...optional]
  return [
    ...missing(entry, required, path),
    ...Object.keys(entry)
      .filter(member => !known.includes(member))
      .map((member): Fault => `${path}.${member}: no such member`),
    ...['DeletionPolicy', 'UpdateReplacePolicy']
      .filter(member => member in entry && !policies.includes(`${entry[member]}`))
      .map((member): Fault => `${path}.${member}: ${entry[member]} is none of ${policies}`),
  ]
}

/** "The logical ID must be alphanumeric", not even with an underscore. */
function logicalIdFaults(name: string, section: unknown): Fault[] {
  return Object.keys(section as Members)
    .filter(id => !/^[A-Za-z0-9]{1,255}$/.test(id))
    .map((id): Fault => `${name}.${id}: a logical id has letters and digits only`)
}

function missing(entry: Members, required: readonly string[], path: string): Fault[] {
  return required
    .filter(member => !(member in entry))
    .map((member): Fault => `${path}: ${member} is missing`)
}
