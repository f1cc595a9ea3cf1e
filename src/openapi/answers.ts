import type { RouteOptions } from 'fastify'
import { Type } from 'typebox'
import { problemMediaType } from '../problem/body.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Statuses of the problems peculiar to the route, for the OpenAPI document. */
    problems?: readonly number[]
  }
}

const problem = { content: { [problemMediaType]: { schema: Type.Ref('Problem') } } }

/**
 * Adds to the schema of a route the problems it can answer with, so that no route forgets one;
 * `shareProblems` says more of them.
 */
export function describeProblems(route: RouteOptions): void {
  const { schema, config } = route
  if (schema === undefined || schema.hide === true) return
  const statuses = new Set([400, 500, 503, ...(config?.problems ?? [])])
  if (config?.public !== true) for (const status of [401, 403, 429]) statuses.add(status)
  // Where no body is taken, a malformed Content-Type is refused all the same.
  if (route.method === 'POST' || route.method === 'DELETE') statuses.add(415)
  if (schema.body !== undefined) for (const status of [413, 415]) statuses.add(status)
  if (schema.params !== undefined) statuses.add(414)
  const problems = Object.fromEntries([...statuses].map(status => [status, problem]))
  route.schema = { ...schema, response: { ...(schema.response as object), ...problems } }
}
