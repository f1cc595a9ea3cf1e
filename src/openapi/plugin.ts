import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { ProblemSchema } from '../problem/body.ts'
import { describeProblems } from './answers.ts'
import { describeDemands } from './demands.ts'
import { type DocumentOptions, documentHead } from './document.ts'
import { makeReadable } from './readable.ts'
import { type Document, shareProblems } from './shared-problems.ts'

/** Collects the routes that follow into an OpenAPI document, and serves it. */
export async function registerOpenapi(app: FastifyInstance, options: DocumentOptions) {
  app.addSchema(ProblemSchema)
  await app.register(swagger, {
    openapi: documentHead(options) as object,
    // A path of an operation may begin as that of the server does.
    stripBasePath: false,
    refResolver: { buildLocalReference: schema => String(schema.$id) },
    transformObject: document => {
      const { openapiObject } = document as unknown as { openapiObject: Document }
      shareProblems(openapiObject, options.publicUrl)
      makeReadable(openapiObject)
      return openapiObject
    },
  })
  app.addHook('onRoute', describeProblems)
  app.addHook('onRoute', describeDemands(options.resourceServerId))
}
