import { STATUS_CODES } from 'node:http'
import type { LightMyRequestResponse } from 'fastify'
import { publicUrl } from './api.ts'

/** What a reply says, without what changes from one to the next or belongs to the connection. */
export function answerOf(reply: LightMyRequestResponse) {
  const { date, connection, 'content-length': length, traceresponse, ...headers } = reply.headers
  const isJson = /json/.test(String(headers['content-type']))
  return {
    status: reply.statusCode,
    headers,
    body: isJson && reply.body !== '' ? reply.json() : reply.body,
  }
}

/** Headers of every answer that is data, when the API is reached over https. */
export function dataHeaders(requestId: string) {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-request-id': requestId,
  }
}

/** The id that test requests give themselves. */
export const requestId = 'test-1'

export interface ProblemMembers {
  status: number
  code: string
  detail?: string
  requestId?: string
  errors?: readonly { pointer: string; message: string }[]
  hint?: string
}

/** The whole answer of the API to a request with the id above. */
export function problemAnswer({
  headers = {},
  ...members
}: ProblemMembers & { headers?: Record<string, string> }) {
  return {
    status: members.status,
    headers: {
      ...dataHeaders(requestId),
      'cache-control': 'no-store',
      ...headers,
      'content-type': 'application/problem+json; charset=utf-8',
    },
    body: problemBody({ requestId, ...members }),
  }
}

export function problemBody(members: ProblemMembers) {
  return {
    type: `${publicUrl}/problems#${members.code}`,
    title: STATUS_CODES[members.status],
    ...members,
  }
}
