import type { FastifyInstance } from 'fastify'
import { Document, Scalar, visit } from 'yaml'

const time = /^\d{4}-\d\d-\d\dT/

/**
 * The OpenAPI document of an app as YAML, without anchors and readable by parsers of YAML 1.1 too,
 * to which a time without quotes is no text.
 */
export function contractYaml(app: FastifyInstance): string {
  const document = new Document(app.swagger(), { aliasDuplicateObjects: false, compat: 'yaml-1.1' })
  visit(document, {
    Scalar(_key, scalar) {
      if (time.test(String(scalar.value))) scalar.type = Scalar.QUOTE_DOUBLE
    },
  })
  return document.toString()
}
