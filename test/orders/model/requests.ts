import fc from 'fast-check'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { NewOrder, OrderChange } from '../../../src/orders/schema.ts'
import type { Reply, Request } from './specification.ts'

/** A request before it is known which orders there are: numbers stand for who and which. */
export type Plan = Request<number>

export const customers = 2
/** Few of each, so that the same are met often. */
const customer = fc.constantFrom(0, 0, 0, 1)
const id = fc.nat(1)
const key = fc.option(fc.constantFrom('a', 'b'), { nil: undefined })
const bodies: NewOrder[] = [
  { currency: 'EUR', items: [{ sku: 'tea', quantity: 2, unitPrice: 799 }] },
  { currency: 'JPY', items: [{ sku: 'mug', quantity: 1, unitPrice: 0 }], note: 'Ring.' },
]
const ifMatch = fc.constantFrom(1, 2, undefined, ...Array(4).fill('*'))
const ifNoneMatch = fc.constantFrom(1, '*', ...Array(5).fill(undefined))
const changes: OrderChange[] = [
  { status: 'confirmed' },
  { status: 'confirmed', note: 'one' },
  { status: 'shipped' },
  { status: 'shipped' },
  { status: 'cancelled', note: null },
  { status: 'pending' },
  { note: 'two' },
  { note: null },
]

const create = fc.record({ kind: fc.constant('create'), customer, key, body: oneOf(bodies) })
const list = fc.record({ kind: fc.constant('list'), customer })
const ofOne = fc.record({
  kind: oneOf(['read', 'read', 'cancel']),
  customer,
  id,
  ifMatch,
  ifNoneMatch,
})
const change = fc.record({
  kind: fc.constant('change'),
  customer,
  id,
  ifMatch,
  ifNoneMatch,
  body: oneOf(changes),
})

export const plans = fc.oneof(create, list, ofOne, change, change) as fc.Arbitrary<Plan>
/** To be sent at the same time: a list of several pages is no single moment. */
export const rivals = fc.oneof(create, ofOne, change, change) as fc.Arbitrary<Plan>

function oneOf<T>(values: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values)
}

/** @param ids of the orders there are */
export function requestOf(plan: Plan, names: readonly string[], ids: readonly string[]): Request {
  const customer = names[plan.customer] as string
  if (!('id' in plan)) return { ...plan, customer }
  const id = ids[plan.id % Math.max(1, ids.length)] ?? '00000000-0000-7000-8000-000000000000'
  return { ...plan, customer, id }
}

type Inject = (request: InjectOptions & { url: string }) => Promise<LightMyRequestResponse>

/** Sends a request; a list is read page by page. */
export async function send(inject: Inject, token: string, request: Request): Promise<Reply> {
  const authorization = `Bearer ${token}`
  if (request.kind === 'list') return sendList(inject, authorization)
  const reply = await inject({
    method: methods[request.kind],
    url: request.kind === 'create' ? '/orders' : `/orders/${request.id}`,
    headers: { authorization, ...headersOf(request) },
    ...('body' in request && { payload: request.body }),
  })
  return {
    status: reply.statusCode,
    body: reply.body === '' ? undefined : reply.json(),
    etag: reply.headers.etag as string | undefined,
    replayed: reply.headers['idempotency-replayed'] === 'true',
  }
}

const methods = { create: 'POST', read: 'GET', change: 'PATCH', cancel: 'DELETE' } as const

async function sendList(inject: Inject, authorization: string): Promise<Reply> {
  const items: unknown[] = []
  let url: string | undefined = '/orders?limit=2'
  while (url !== undefined) {
    const reply = await inject({ method: 'GET', url, headers: { authorization } })
    const { statusCode: status, headers } = reply
    if (status !== 200) return { status, body: reply.json(), etag: undefined, replayed: false }
    items.push(...reply.json().items)
    url = /<([^>]+)>; rel="next"/.exec(String(headers.link))?.[1]
  }
  return { status: 200, body: items, etag: undefined, replayed: false }
}

function headersOf(request: Exclude<Request, { kind: 'list' }>): Record<string, string> {
  if (request.kind === 'create') {
    return request.key === undefined ? {} : { 'idempotency-key': request.key }
  }
  const { ifMatch, ifNoneMatch } = request
  return {
    ...(ifMatch !== undefined && { 'if-match': tagOf(ifMatch) }),
    ...(ifNoneMatch !== undefined && { 'if-none-match': tagOf(ifNoneMatch) }),
  }
}

function tagOf(tag: number | '*'): string {
  return tag === '*' ? tag : `"${tag}"`
}
