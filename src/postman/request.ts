import { type Contract, exampleIn, type Operation } from './contract.ts'
import type { Step } from './step.ts'

/** The request of a step, in Postman's words. */
export function requestOf(step: Step, operation: Operation, contract: Contract): object {
  const body = bodyOf(step, operation, contract)
  const headers = {
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...step.headers,
  }
  return {
    method: operation.method,
    header: Object.entries(headers).map(([key, value]) => ({ key, value })),
    url: urlOf(step, operation),
    ...(body !== undefined && {
      body: { mode: 'raw', raw: body, options: { raw: { language: 'json' } } },
    }),
  }
}

function bodyOf(
  { body }: Step,
  { requestBody }: Operation,
  contract: Contract,
): string | undefined {
  const value = body ?? exampleIn(contract, requestBody?.content)?.value
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** A parameter of the path that the step does not give is a variable kept from an earlier answer. */
function urlOf({ parameters = {} }: Step, { path }: Operation): object {
  const named = new Set<string>()
  const segments = path
    .slice(1)
    .split('/')
    .map(segment =>
      segment.replace(/^\{(.+)\}$/, (_, name: string) => {
        named.add(name)
        return parameters[name] ?? `{{${name}}}`
      }),
    )
  const query = Object.entries(parameters)
    .filter(([name]) => !named.has(name))
    .map(([key, value]) => ({ key, value }))
  const search = query.map(({ key, value }) => `${key}=${value}`).join('&')
  return {
    raw: `{{baseUrl}}/${segments.join('/')}${search && `?${search}`}`,
    host: ['{{baseUrl}}'],
    path: segments,
    ...(query.length > 0 && { query }),
  }
}
