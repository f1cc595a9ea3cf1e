import { isDeepStrictEqual } from 'node:util'
import type { NewOrder, Order, OrderChange, OrderStatus } from '../../../src/orders/schema.ts'

/** What the service has to remember, and how often nobody asks. */
export interface State {
  readonly orders: readonly Order[]
  /** By customer and key. */
  readonly keys: ReadonlyMap<string, { body: NewOrder; order: Order }>
}

export const nothing: State = { orders: [], keys: new Map() }

/** A version, or `*`. */
type Tag = number | '*'

export interface Conditions {
  ifMatch: Tag | undefined
  ifNoneMatch: Tag | undefined
}

/** @typeParam Name of a customer, or of an order */
export type Request<Name = string> = { customer: Name } & (
  | { kind: 'create'; key: string | undefined; body: NewOrder }
  | { kind: 'list' }
  | ({ kind: 'read' | 'cancel'; id: Name } & Conditions)
  | ({ kind: 'change'; id: Name; body: OrderChange } & Conditions)
)

export interface Reply {
  status: number
  /** That of the problem, of the order, or all orders of the list. */
  body: unknown
  etag: string | undefined
  replayed: boolean
}

/**
 * The orders service as a function, written apart from it.
 *
 * @returns the state after the request, or nothing if it may not be answered so in this one
 */
export function after(state: State, request: Request, reply: Reply): State | undefined {
  if (request.kind === 'create') return afterCreate(state, request, reply)
  if (request.kind === 'list') {
    const own = state.orders.filter(({ customer }) => customer === request.customer)
    const newestFirst = own.sort((one, other) => (one.id < other.id ? 1 : -1))
    return reply.status === 200 && isDeepStrictEqual(reply.body, newestFirst) ? state : undefined
  }
  return afterOne(state, request, reply)
}

function afterCreate(
  { orders, keys }: State,
  { customer, key, body }: Extract<Request, { kind: 'create' }>,
  reply: Reply,
): State | undefined {
  const name = JSON.stringify([customer, key])
  const earlier = key === undefined ? undefined : keys.get(name)
  if (earlier !== undefined) {
    const isFine = isDeepStrictEqual(earlier.body, body)
      ? reply.replayed && isOrder(reply, 201, earlier.order)
      : isProblem(reply, 422, 'idempotency_key_reused')
    return isFine ? { orders, keys } : undefined
  }
  const order = reply.body as Order
  const { id, createdAt, createdBy } = order
  const total = body.items.reduce((sum, item) => sum + item.quantity * item.unitPrice, 0)
  const born = { id, createdAt, createdBy, updatedAt: createdAt, version: 1 }
  const expected: Order = { ...body, ...born, customer, total, status: 'pending' }
  const isNew = orders.every(other => other.id !== id)
  if (reply.replayed || !isNew || !isOrder(reply, 201, expected)) return undefined
  const known = key === undefined ? keys : new Map([...keys, [name, { body, order }]])
  return { orders: [...orders, order], keys: known }
}

function afterOne(
  state: State,
  request: Extract<Request, { id: string }>,
  reply: Reply,
): State | undefined {
  const { kind, customer, id } = request
  const unless = (isFine: boolean) => (isFine ? state : undefined)
  if (kind === 'change' && request.ifMatch === undefined) {
    return unless(isProblem(reply, 428, 'precondition_required'))
  }
  const order = state.orders.find(order => order.id === id && order.customer === customer)
  if (order === undefined) return unless(isProblem(reply, 404, 'not_found'))
  const { ifMatch = '*', ifNoneMatch } = request
  if (!names(ifMatch, order)) return unless(isProblem(reply, 412, 'precondition_failed'))
  if (names(ifNoneMatch, order)) {
    return unless(
      kind === 'read' ? reply.status === 304 : isProblem(reply, 412, 'precondition_failed'),
    )
  }
  if (kind === 'read') return unless(isOrder(reply, 200, order))
  if (kind === 'cancel' && order.status === 'cancelled') return unless(isOrder(reply, 200, order))
  const change = request.kind === 'change' ? request.body : cancellation
  if (change.status !== undefined && !ways.has(`${order.status} ${change.status}`)) {
    return unless(isProblem(reply, 409, 'conflict'))
  }
  const next = changed(order, change, (reply.body as Order).updatedAt)
  if (!isOrder(reply, 200, next)) return undefined
  return { ...state, orders: state.orders.map(other => (other === order ? next : other)) }
}

const cancellation: OrderChange = { status: 'cancelled' }

const ways = new Set<`${OrderStatus} ${OrderStatus}`>([
  'pending confirmed',
  'pending cancelled',
  'confirmed shipped',
  'confirmed cancelled',
])

function changed(order: Order, { status, note }: OrderChange, updatedAt: string): Order {
  const next = { ...order, updatedAt, version: order.version + 1 }
  if (status !== undefined) next.status = status
  if (note === null) delete next.note
  else if (note !== undefined) next.note = note
  return next
}

function names(tag: Tag | undefined, { version }: Order): boolean {
  return tag === '*' || tag === version
}

function isOrder({ status, body, etag }: Reply, expected: number, order: Order): boolean {
  return status === expected && etag === `"${order.version}"` && isDeepStrictEqual(body, order)
}

function isProblem({ status, body }: Reply, expected: number, code: string): boolean {
  return status === expected && (body as { code: string }).code === code
}
