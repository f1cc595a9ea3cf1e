import { createHash } from 'node:crypto'
import type { OrderFilter } from './store.ts'

const idBytes = 16
const checkBytes = 8

/**
 * Writes down where a page of a list ended: the id of its last order, and a check that ties it to
 * the list. It keeps nothing secret and grants nothing; it only tells mistakes.
 */
export function toCursor(id: string, filter: OrderFilter): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex')
  return Buffer.concat([bytes, checkOf(bytes, filter)]).toString('base64url')
}

/** @returns the id in a cursor of this list, or undefined for anything else */
export function fromCursor(cursor: string, filter: OrderFilter): string | undefined {
  const bytes = Buffer.from(cursor, 'base64url').subarray(0, idBytes)
  const id = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  return toCursor(id, filter) === cursor ? id : undefined
}

function checkOf(bytes: Buffer, { customer, status }: OrderFilter): Buffer {
  const list = JSON.stringify([customer, status])
  return createHash('sha256').update(bytes).update(list).digest().subarray(0, checkBytes)
}
