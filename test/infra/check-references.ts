import { type Reference, referencesIn } from './intrinsics.ts'
import type { Specification } from './specification.ts'
import { type Fault, own, type Resource, type Template } from './template.ts'

const pseudoParameters = [
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
]

/** Targets of Ref, GetAtt, Sub, If, Condition and DependsOn; conditions that nothing uses; cycles. */
export function checkReferences(template: Template, specification: Specification): Fault[] {
  const { Conditions, Resources, Outputs } = template
  const all = [
    ...referencesIn(Conditions, 'Conditions'),
    ...referencesIn(Resources, 'Resources'),
    ...referencesIn(Outputs, 'Outputs'),
  ]
  return [
    ...all.flatMap(reference => targetFaults(reference, template, specification)),
    ...conditionFaults(all, template),
    ...dependsOnFaults(template),
    ...cycleFaults(Resources),
  ]
}

function targetFaults(
  reference: Reference,
  { Parameters, Conditions, Resources }: Template,
  specification: Specification,
): Fault[] {
  const { kind, name, path } = reference
  if (kind === 'condition') {
    return own(Conditions, name) === undefined ? [`${path}: ${name} is no condition`] : []
  }
  const resource = own(Resources, name)
  if (kind === 'attribute') {
    if (resource === undefined) return [`${path}: ${name} is no resource`]
    const attributes = specification.attributesOf(resource.Type)
    if (attributes === undefined || attributes.includes(reference.attribute)) return []
    return [`${path}: ${resource.Type} has no attribute ${reference.attribute}`]
  }
  const isKnown =
    resource !== undefined || own(Parameters, name) !== undefined || pseudoParameters.includes(name)
  return isKnown ? [] : [`${path}: ${name} is no parameter and no resource`]
}

/** A resource and an output may name their condition beside their other members. */
function conditionFaults(all: readonly Reference[], template: Template): Fault[] {
  const { Conditions, Resources, Outputs } = template
  const named = [...withCondition('Resources', Resources), ...withCondition('Outputs', Outputs)]
  const inside = all.filter(({ kind }) => kind === 'condition')
  const used = new Set([...named, ...inside].map(({ name }) => name))
  return [
    ...named
      .filter(({ name }) => own(Conditions, name) === undefined)
      .map(({ path, name }): Fault => `${path}.Condition: ${name} is no condition`),
    ...Object.keys(Conditions)
      .filter(name => !used.has(name))
      .map((name): Fault => `Conditions.${name}: is used nowhere`),
  ]
}

function withCondition(section: string, entries: Record<string, { Condition?: string }>) {
  return Object.entries(entries).flatMap(([id, { Condition }]) =>
    Condition === undefined ? [] : [{ path: `${section}.${id}`, name: Condition }],
  )
}

function dependsOnFaults({ Resources }: Template): Fault[] {
  return Object.entries(Resources).flatMap(([id, resource]) =>
    dependsOn(resource)
      .filter(name => own(Resources, name) === undefined)
      .map((name): Fault => `Resources.${id}.DependsOn: ${name} is no resource`),
  )
}

function dependsOn({ DependsOn = [] }: Resource): readonly string[] {
  return typeof DependsOn === 'string' ? [DependsOn] : DependsOn
}

/** CloudFormation makes a resource after the ones it refers to, so none may lead back to itself. */
function cycleFaults(resources: Record<string, Resource>): Fault[] {
  const needs = (id: string) => {
    const resource = own(resources, id)
    if (resource === undefined) return []
    const names = referencesIn(resource.Properties, '').map(({ name }) => name)
    return [...names, ...dependsOn(resource)]
  }
  const reachedFrom = (id: string) => {
    const reached = new Set(needs(id))
    for (const name of reached) for (const next of needs(name)) reached.add(next)
    return reached
  }
  return Object.keys(resources)
    .filter(id => reachedFrom(id).has(id))
    .map((id): Fault => `Resources.${id}: depends on itself`)
}
