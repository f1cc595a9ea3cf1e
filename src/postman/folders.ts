import { errorSteps } from './error-steps.ts'
import type { Folder, Step } from './step.ts'

const etag = "pm.response.headers.get('ETag')"

const firstSteps: readonly Step[] = [
  {
    name: 'Is the service ready?',
    operationId: 'getReadiness',
    about: 'Needs no token.',
    token: '',
    status: 200,
  },
  {
    name: 'What does my token say?',
    operationId: 'getTokenInfo',
    about: 'The access token this request was sent with, in the words of RFC 7662.',
    status: 200,
    checks: { 'the token is active': 'body.active === true' },
  },
  {
    name: 'Hello',
    operationId: 'getHello',
    about: 'Any access token will do.',
    status: 200,
  },
]

const orders: readonly Step[] = [
  {
    name: 'Create an order',
    operationId: 'createOrder',
    about:
      'The key lets the request be sent again when its answer was lost; nothing is made twice.',
    before: ["pm.collectionVariables.set('idempotencyKey', pm.variables.replaceIn('{{$guid}}'))"],
    headers: { 'Idempotency-Key': '{{idempotencyKey}}' },
    status: 201,
    checks: { 'the order is pending': "body.status === 'pending'" },
    keeps: { orderId: 'body.id', etag },
  },
  {
    name: 'Send the same order again',
    operationId: 'createOrder',
    about: 'With the same key, the answer is the first one again.',
    headers: { 'Idempotency-Key': '{{idempotencyKey}}' },
    status: 201,
    checks: {
      'it is the same order': "body.id === pm.collectionVariables.get('orderId')",
      'the answer says so': "pm.response.headers.has('Idempotency-Replayed')",
    },
  },
  {
    name: 'List your orders',
    operationId: 'listOrders',
    about: 'Newest first, in pages. `nextCursor` leads to the next one.',
    parameters: { limit: '20' },
    status: 200,
    checks: {
      'the order is among them':
        "body.items.some(order => order.id === pm.collectionVariables.get('orderId'))",
    },
  },
  {
    name: 'Read an order',
    operationId: 'getOrder',
    about: 'The ETag is the version of the order.',
    status: 200,
    keeps: { etag },
  },
  {
    name: 'Read it only if it has changed',
    operationId: 'getOrder',
    about: 'With the ETag of the version you have, 304 and no body.',
    headers: { 'If-None-Match': '{{etag}}' },
    status: 304,
  },
  {
    name: 'Change an order',
    operationId: 'updateOrder',
    about: 'If-Match names the version you want to change.',
    headers: { 'If-Match': '{{etag}}' },
    body: { note: 'Ring twice.' },
    status: 200,
    checks: { 'it has changed': "body.note === 'Ring twice.'" },
    keeps: { etag },
  },
  {
    name: 'Cancel an order',
    operationId: 'cancelOrder',
    about: 'It stays, as a cancelled one.',
    headers: { 'If-Match': '{{etag}}' },
    status: 200,
    checks: { 'the order is cancelled': "body.status === 'cancelled'" },
  },
]

const admin: readonly Step[] = [
  {
    name: "List everyone's orders",
    operationId: 'listAllOrders',
    about: 'With filters by status and customer.',
    parameters: { limit: '20', status: 'cancelled' },
    status: 200,
    checks: { 'all are cancelled': "body.items.every(order => order.status === 'cancelled')" },
  },
  {
    name: 'Revoke a token',
    operationId: 'createRevocation',
    about: 'By its `jti`; here one that nobody has.',
    body: { kind: 'token', value: '{{$guid}}', reason: 'Tried out with Postman' },
    status: 201,
    keeps: { revocationId: 'body.id' },
  },
  {
    name: 'List revocations',
    operationId: 'listRevocations',
    about: 'Those in force, newest first.',
    parameters: { limit: '20' },
    status: 200,
  },
  {
    name: 'Read a revocation',
    operationId: 'getRevocation',
    about: 'One of them.',
    status: 200,
    checks: { 'it is that one': "body.id === pm.collectionVariables.get('revocationId')" },
  },
  {
    name: 'Lift a revocation',
    operationId: 'liftRevocation',
    about: 'Needs a sign-in within the last 15 minutes.',
    status: 204,
  },
]

/** The collection, in the order in which a run sends it. */
export const folders: readonly Folder[] = [
  { name: 'First steps', about: 'Who am I to this API?', steps: firstSteps },
  { name: 'Orders', about: 'The life of an order.', steps: orders },
  {
    name: 'Admin',
    about: 'For users in the group `admin`: sign in as one. A machine is in no group.',
    steps: admin,
  },
  {
    name: 'Errors people meet',
    about: 'Each is a problem (RFC 9457); its `code` says what happened, its `type` what to do.',
    steps: errorSteps,
  },
]
