import type { ContractCheck, Reply } from '../../support/contract.ts'

interface Exchange {
  method: string
  url: string
  token: string
  reply: Reply
}

/** @throws {Error} the reply is not as every reply has to be */
export function checkReply(contract: ContractCheck, exchange: Exchange): void {
  const { method, url, token, reply } = exchange
  const { statusCode, headers, body } = reply
  if (statusCode >= 500) throw new Error(`is answered ${statusCode}: ${body}`)
  // What Node's parser refuses never becomes a request, and has no operation.
  const isRequest = 'x-request-id' in headers
  contract.check(method, isRequest ? url : '', reply)
  if (statusCode >= 400 && method !== 'HEAD') checkProblem(reply, isRequest)
  const signature = token.slice(token.lastIndexOf('.') + 1)
  const answer = JSON.stringify(headers) + body
  if (signature.length > 20 && answer.includes(signature)) throw new Error('tells the token')
}

function checkProblem({ statusCode, headers, body, json }: Reply, isRequest: boolean): void {
  if (!String(headers['content-type']).startsWith('application/problem+json')) {
    throw new Error(`is answered ${statusCode} ${headers['content-type']}: ${body}`)
  }
  const { status, requestId } = json()
  if (status !== statusCode) throw new Error(`says ${status}, and is ${statusCode}`)
  if (isRequest && requestId !== headers['x-request-id']) throw new Error('has two request ids')
}
