import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

type SerializerFactory = ReturnType<typeof SerializerSelector>
type Serializer = ReturnType<ReturnType<SerializerFactory>>

const build = SerializerSelector()

/** By the shared schemas that a `$ref` may lead to, as JSON. */
const made = new Map<string, WeakMap<object, Serializer>>()

/**
 * Fastify's own serializers, each made once: all routes share the schemas of their problems, and to
 * make a serializer for each route and status takes longer than the rest of a start.
 */
export const serializerOptions: Pick<FastifyServerOptions, 'schemaController'> = {
  schemaController: { compilersFactory: { buildSerializer } },
}

function buildSerializer(shared: unknown): ReturnType<SerializerFactory> {
  const key = JSON.stringify(shared)
  const serializers = made.get(key) ?? new WeakMap<object, Serializer>()
  made.set(key, serializers)
  const compile = build(shared)
  return definition => {
    const schema = definition.schema as object
    const serializer = serializers.get(schema) ?? compile(definition)
    serializers.set(schema, serializer)
    return serializer
  }
}
