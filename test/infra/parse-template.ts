import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Tags,
  visit,
} from 'yaml'
import { longNames } from './intrinsics.ts'
import type { Fault, Template } from './template.ts'

/**
 * Reads a template as CloudFormation does: YAML 1.1, where a bare `ON` is a truth value and a bare
 * `2012-10-17` a date, with functions as tags and without aliases.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function parseTemplate(text: string): { template: Template; faults: Fault[] } {
  const document = parseDocument(text, { version: '1.1', customTags: withFunctionTags })
  return {
    template: {
      Parameters: {},
      Conditions: {},
      Resources: {},
      Outputs: {},
      ...(toValue(document.contents) as Partial<Template>),
    },
    faults: [...syntaxFaults(document), ...aliasFaults(document)],
  }
}

function withFunctionTags(tags: Tags): Tags {
  const own = Object.keys(longNames).flatMap(name => [
    { tag: `!${name}`, resolve: (text: string) => text },
    { tag: `!${name}`, collection: 'seq' as const, resolve: (items: unknown) => items },
    { tag: `!${name}`, collection: 'map' as const, resolve: (members: unknown) => members },
  ])
  return [...tags.map(withDates), ...own]
}

/** tap's YAML reporter turns dates off in the module that it shares with these tests. */
function withDates(tag: Tags[number]): Tags[number] {
  const isDate = typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:timestamp'
  return isDate ? { ...tag, default: true } : tag
}

function syntaxFaults(document: Document): Fault[] {
  return [...document.errors, ...document.warnings].map(
    ({ message }) => `YAML: ${message.split('\n')[0]}` as Fault,
  )
}

function aliasFaults(document: Document): Fault[] {
  const faults: Fault[] = []
  visit(document, {
    Alias: (_, alias) => {
      faults.push(`YAML: alias *${alias.source}, which CloudFormation does not support`)
    },
  })
  return faults
}

function toValue(node: unknown): unknown {
  const inner = withoutTag(node)
  const tag = (node as Node | null)?.tag
  if (tag === undefined || !tag.startsWith('!')) return inner
  return { [longNames[tag.slice(1)] ?? tag]: inner }
}

function withoutTag(node: unknown): unknown {
  if (isMap(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [`${key}`, toValue(value)]))
  }
  if (isSeq(node)) return node.items.map(toValue)
  if (isScalar(node)) return node.value
  return isAlias(node) ? `*${node.source}` : node
}
