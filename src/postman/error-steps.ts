import { takeMachineToken } from './scripts.ts'
import type { Step } from './step.ts'

const noSuchOrder = '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'

export const errorSteps: readonly Step[] = [
  {
    name: 'No token',
    operationId: 'listOrders',
    about: 'The challenge says that a Bearer token is wanted.',
    token: '',
    status: 401,
    code: 'missing_token',
    checks: {
      'there is a challenge': "/^Bearer realm=/.test(pm.response.headers.get('WWW-Authenticate'))",
    },
  },
  {
    name: 'Not a good token',
    operationId: 'listOrders',
    about:
      'Expired, of another user pool, an ID token, or a text that is no token: always 401 invalid_token.',
    token: 'not.a.token',
    status: 401,
    code: 'invalid_token',
    checks: {
      'the challenge says so':
        '/error="invalid_token"/.test(pm.response.headers.get(\'WWW-Authenticate\'))',
    },
  },
  {
    name: 'A token without the scope',
    operationId: 'createOrder',
    about: 'Asks the user pool for a token that may only read, and tries to write with it.',
    before: takeMachineToken('{{resourceServer}}/order.read', 'readToken'),
    token: '{{readToken}}',
    status: 403,
    code: 'insufficient_scope',
    checks: {
      'the challenge names the scope':
        '/scope="[^"]+order.write"/.test(pm.response.headers.get(\'WWW-Authenticate\'))',
    },
  },
  {
    name: 'A member the contract does not know',
    operationId: 'createOrder',
    about: 'All mistakes of the body are listed, each with its place.',
    body: {
      currency: 'EUR',
      items: [{ sku: 'tea-green-100', quantity: 0, unitPrice: 799 }],
      vip: true,
    },
    status: 400,
    code: 'validation_failed',
    checks: { 'both mistakes are named': 'body.errors.length === 2' },
  },
  {
    name: 'A body that is not JSON',
    operationId: 'createOrder',
    about: 'Only `application/json` is understood.',
    headers: { 'Content-Type': 'text/plain' },
    body: 'one green tea, please',
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'No such order',
    operationId: 'getOrder',
    about: "Somebody else's order is answered like one that does not exist.",
    parameters: { orderId: noSuchOrder },
    status: 404,
    code: 'not_found',
  },
  {
    name: 'A change of no version in particular',
    operationId: 'updateOrder',
    about: "Without If-Match, somebody else's change could be lost.",
    body: { note: 'Ring twice.' },
    status: 428,
    code: 'precondition_required',
  },
  {
    name: 'A change of an old version',
    operationId: 'updateOrder',
    about: 'Read the order again, and send the ETag you get.',
    headers: { 'If-Match': '"1"' },
    body: { note: 'Ring twice.' },
    status: 412,
    code: 'precondition_failed',
  },
]
