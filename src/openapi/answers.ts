import type { RouteOptions } from 'fastify'
import { Type } from 'typebox'
import { catalogue, type ProblemCode, problemMediaType } from '../problem/index.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Statuses of the problems peculiar to the route, for the OpenAPI document. */
    problems?: readonly number[]
  }
}

const challenge = {
  description: 'What kind of token to come back with (RFC 6750).',
  type: 'string',
}
const retryAfter = { description: 'Seconds to wait.', type: 'integer' }

const headersOf: Record<number, object> = {
  401: { 'WWW-Authenticate': challenge },
  403: { 'WWW-Authenticate': challenge },
  429: { 'Retry-After': retryAfter },
  503: { 'Retry-After': retryAfter },
}

/** Adds to the schema of a route the problems it can answer with, so that no route forgets one. */
export function describeProblems(route: RouteOptions): void {
  const { schema, config } = route
  if (schema === undefined || schema.hide === true) return
  const statuses = new Set([429, 500, 503, ...(config?.problems ?? [])])
  if (config?.public !== true) for (const status of [400, 401, 403]) statuses.add(status)
  if (schema.body !== undefined) for (const status of [400, 413, 415]) statuses.add(status)
  if (schema.querystring !== undefined) statuses.add(400)
  if (schema.params !== undefined) for (const status of [400, 414]) statuses.add(status)
  const problems = [...statuses].map(status => [status, answerWith(status)])
  const response = { ...(schema.response as object), ...Object.fromEntries(problems) }
  route.schema = { ...schema, response }
}

function answerWith(status: number) {
  return {
    description: descriptionOf(status),
    ...(headersOf[status] && { headers: headersOf[status] }),
    content: { [problemMediaType]: { schema: Type.Ref('Problem') } },
  }
}

function descriptionOf(status: number): string {
  const codes = (Object.keys(catalogue) as ProblemCode[]).filter(
    code => catalogue[code].status === status,
  )
  return codes.map(code => `\`${code}\`: ${catalogue[code].meaning}`).join('\n\n')
}
