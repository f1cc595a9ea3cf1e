import { STATUS_CODES } from 'node:http'
import { type Contract, exampleIn, type Operation } from './contract.ts'
import type { Step } from './step.ts'

/** The answer of the contract that a step expects, to be read before anything is sent. */
export function savedExample(
  { name, status, code }: Step,
  { responses }: Operation,
  contract: Contract,
  request: object,
  id: string,
): object {
  const { $ref, ...own } = responses[status] as (typeof responses)[string]
  const answer =
    $ref === undefined ? own : contract.components.responses[$ref.split('/')[3] as string]
  const example = exampleIn(contract, answer?.content, code)
  return {
    id,
    name,
    originalRequest: request,
    status: STATUS_CODES[status],
    code: status,
    _postman_previewlanguage: 'json',
    header: example === undefined ? [] : [{ key: 'Content-Type', value: example.mediaType }],
    ...(example !== undefined && { body: JSON.stringify(example.value, null, 2) }),
  }
}
