import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { Property, PropertyType } from '@aws-cdk/service-spec-types'
import { supplement } from './supplement.ts'

/** An attribute of a type of resource. */
export interface Target {
  type: string
  attribute: string
}

/** A type of resource, or of a member of one. */
export interface Definition {
  /** Of a resource its full type, of a member such as `PasswordPolicy` its short one. */
  name: string
  properties: Record<string, Property>
}

/** What AWS publishes of CloudFormation's resources, and what `supplement.ts` adds. */
export interface Specification {
  definitionOf(resourceType: string): Definition | undefined
  memberOf(type: Extract<PropertyType, { type: 'ref' }>): Definition
  /** What `Fn::GetAtt` can ask for; undefined for an unknown type. */
  attributesOf(resourceType: string): string[] | undefined
  /** The attribute that `Ref` gives. */
  refOf(resourceType: string): string | undefined
  allowedValues(definition: Definition, property: string): readonly string[] | undefined
  allowedKeys(definition: Definition, property: string): readonly string[] | undefined
  /** What a reference in this property must lead to; undefined where nobody says. */
  targets(definition: Definition, property: string): readonly Target[] | undefined
}

/** Reads it from the installed packages: no network, 0.4 s. */
export function loadSpecification(): Specification {
  const database = loadAwsServiceSpecSync()
  const find = (type: string) =>
    database.lookup('resource', 'cloudFormationType', 'equals', type).at(0)
  const nameOf = (definition: Definition, property: string) => `${definition.name}.${property}`
  return {
    definitionOf(resourceType) {
      const resource = find(resourceType)
      return resource && { name: resourceType, properties: resource.properties }
    },
    memberOf: ({ reference }) => database.get('typeDefinition', reference),
    attributesOf(resourceType) {
      const resource = find(resourceType)
      return resource && Object.keys(resource.attributes)
    },
    refOf(resourceType) {
      const resource = find(resourceType)
      return (resource?.cfnRefIdentifier ?? resource?.primaryIdentifier)?.at(0)
    },
    allowedValues: (definition, property) => supplement.allowedValues[nameOf(definition, property)],
    allowedKeys: (definition, property) => supplement.allowedKeys[nameOf(definition, property)],
    targets(definition, property) {
      const published = definition.properties[property]?.relationshipRefs
      const targets = published?.map(({ cloudFormationType, propertyName }) => ({
        type: cloudFormationType,
        attribute: propertyName,
      }))
      return targets ?? supplement.targets[nameOf(definition, property)]
    },
  }
}
