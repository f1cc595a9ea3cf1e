import { minorDigits } from '../../orders/minor-units.ts'
import type { Order } from '../../orders/schema.ts'
import { table } from '../../text/table.ts'
import { printable } from '../output/printable.ts'

/** A line for each order. */
export function ordersText(orders: readonly Order[]): string {
  const rows = orders.map(({ id, status, total, currency, items, createdAt }) => [
    id,
    status,
    money(total, currency),
    `${items.length} item${items.length === 1 ? '' : 's'}`,
    createdAt,
  ])
  const heads = ['id', 'status', 'total', 'what', 'created']
  return lines(table([heads, ...rows].map(row => row.map(printable))))
}

/** An order with all that is in it. */
export function orderText(order: Order): string {
  const { id, status, currency, items, total, note, createdAt, updatedAt } = order
  const head = [
    ['Order', id],
    ['Status', status],
    ['Created', createdAt],
    ['Changed', updatedAt],
    ...(note === undefined ? [] : [['Note', note]]),
  ]
  const rows = items.map(({ sku, quantity, unitPrice }) => [
    `  ${quantity} x`,
    sku,
    money(unitPrice, currency),
  ])
  return lines([
    ...table(head.map(row => row.map(printable))),
    ...table(rows.map(row => row.map(printable))),
    `Total    ${printable(money(total, currency))}`,
  ])
}

/** @param amount in minor units, of which currencies have none to four digits (ISO 4217) */
export function money(amount: number, currency: string): string {
  const digits = minorDigits(currency)
  if (digits === 0) return `${amount} ${currency}`
  const figures = `${amount}`.padStart(digits + 1, '0')
  return `${figures.slice(0, -digits)}.${figures.slice(-digits)} ${currency}`
}

function lines(texts: readonly string[]): string {
  return texts.map(text => `${text}\n`).join('')
}
