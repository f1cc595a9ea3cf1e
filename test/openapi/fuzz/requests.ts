import { METHODS } from 'node:http'
import fc from 'fast-check'
import type { Contract, Operation } from '../../support/contract.ts'
import { paths, queries } from './addresses.ts'
import { bodies } from './bodies.ts'
import type { CallerNames } from './callers.ts'
import { dereferenced } from './dereferenced.ts'
import { contentTypes, headers } from './headers.ts'
import { mostly } from './mostly.ts'

/**
 * A request, with placeholders such as `{{order:3}}` for what only exists once earlier requests
 * were answered.
 */
export interface FuzzRequest {
  /** Name of who sends it. */
  caller: string
  method: string
  url: string
  headers: Record<string, string>
  /** Bytes are in Latin-1. */
  body: string | undefined
}

/** Requests for every operation of a document, from good to absurd. */
export function requestsFor(contract: Contract, callers: CallerNames): fc.Arbitrary<FuzzRequest> {
  const operations = Object.entries(dereferenced(contract).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      arbitrary: requestsOf(path, method, operation),
      // There is more to be tried where more can be said.
      weight: 1 + 2 * (operation.parameters?.length ?? 0) + (operation.requestBody ? 6 : 0),
    })),
  )
  const caller = fc.oneof(
    { arbitrary: fc.constantFrom(...callers.good), weight: 6 },
    { arbitrary: fc.constantFrom(...callers.limited), weight: 1 },
    { arbitrary: fc.constantFrom(...callers.strange), weight: 2 },
  )
  return fc
    .tuple(fc.oneof(...operations), caller)
    .map(([request, name]) => ({ caller: name, ...request }))
}

function requestsOf(path: string, method: string, operation: Operation) {
  return fc.record({
    method: mostly(
      mostly(fc.constant(method.toUpperCase())),
      fc.constantFrom(...METHODS.filter(name => name !== 'CONNECT')),
    ),
    url: fc.tuple(paths(path), queries(operation)).map(parts => parts.join('')),
    headers: fc.tuple(headers(operation), contentTypes(operation)).map(([all, type]) => ({
      ...all,
      ...(type !== undefined && { 'content-type': type }),
    })),
    body: bodies(operation),
  })
}
