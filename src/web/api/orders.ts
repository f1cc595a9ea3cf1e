import { isDotSegment } from '../../orders/dot-segment.ts'
import { minorDigits } from '../../orders/minor-units.ts'
import { notFound } from '../failures.ts'
import type { ApiAnswer, ApiRequest } from './call.ts'

/** An order in a list, for people. */
export interface ShownOrder {
  readonly id: string
  readonly status: string
  /** The first of what was ordered. */
  readonly items: readonly { readonly sku: string; readonly quantity: string }[]
  /** How many there are besides. */
  readonly more: number
  /** With its currency. */
  readonly total: string
}

/** How many are listed at most. */
export const mostListed = 10

/** An order may have a hundred. */
const mostItems = 3

export const listOrders: ApiRequest = { method: 'GET', path: `/orders?limit=${mostListed}` }

/** The order that a form describes; the API says what is wrong with it. */
export function createOrder(form: Readonly<Record<string, unknown>>): ApiRequest {
  const { sku, quantity, unitPrice, currency, idempotencyKey } = form
  return {
    method: 'POST',
    path: '/orders',
    headers: { 'idempotency-key': headerValue(idempotencyKey) },
    body: {
      currency: String(currency),
      items: [{ sku: String(sku), quantity: number(quantity), unitPrice: number(unitPrice) }],
    },
  }
}

/** @throws PageFailure 404 for an id that would lead to another path of the API */
export function cancelOrder(orderId: string): ApiRequest {
  if (isDotSegment(orderId)) throw notFound()
  return { method: 'DELETE', path: `/orders/${encodeURIComponent(orderId)}` }
}

/** What is no number is sent as it is, for the API to say so. */
function number(text: unknown): unknown {
  return /^-?\d+$/.test(String(text)) ? Number(text) : text
}

function headerValue(value: unknown): string {
  return String(value).replace(/[^\w-]/g, '')
}

interface OrderObject {
  readonly id: string
  readonly status: string
  readonly currency: string
  readonly items: readonly { readonly sku: string; readonly quantity: number }[]
  readonly total: number
}

/** The orders in an answer, or in words why there are none. */
export function ordersIn(answer: ApiAnswer | undefined): readonly ShownOrder[] | string {
  if (answer === undefined) return 'The API does not answer. On a laptop, npm start runs it.'
  const orders = answer.status === 200 ? shownOrders(answer.json) : undefined
  if (orders !== undefined) return orders
  const { code, detail } = Object(answer.json) as { code?: unknown; detail?: unknown }
  return `The API answered ${[answer.status, code, detail].filter(Boolean).join(': ')}`
}

/** `undefined`: something else than the API answers at its address. */
function shownOrders(json: unknown): readonly ShownOrder[] | undefined {
  try {
    return (json as { items: readonly OrderObject[] }).items.map(shown)
  } catch {
    return undefined
  }
}

function shown({ id, status, currency, items, total }: OrderObject): ShownOrder {
  return {
    id: String(id),
    status: String(status),
    items: items.slice(0, mostItems).map(({ sku, quantity }) => ({
      sku: String(sku),
      quantity: String(quantity),
    })),
    more: Math.max(0, items.length - mostItems),
    total: money(total, currency),
  }
}

/** @param total in minor units */
function money(total: number, currency: string): string {
  const digits = minorDigits(currency)
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, currency }
  return (total / 10 ** digits).toLocaleString('en', { style: 'currency', ...format })
}
