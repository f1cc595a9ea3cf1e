/** The tables as the migrations leave them. */
export interface Tables {
  orders: OrderRow
  idempotency_keys: IdempotencyKeyRow
}

export interface OrderRow {
  /** UUIDv7, lower case. */
  id: string
  status: 'pending' | 'confirmed' | 'shipped' | 'cancelled'
  /** ISO 4217. */
  currency: string
  /** JSON: array of `{ sku, quantity, unitPrice }`. */
  items: string
  /** Minor units of the currency. */
  total: number
  note: string | null
  /** `sub` of the token that created it. */
  customer: string
  /** `client_id` of that token. */
  created_by: string
  /** RFC 3339, UTC, milliseconds. */
  created_at: string
  updated_at: string
  /** 1 at first, one more with each change. */
  version: number
}

export interface IdempotencyKeyRow {
  /** `sub` of the token that came with the key. */
  subject: string
  /** Method and route, such as `POST /orders`. */
  operation: string
  key: string
  /** Of the request's body. */
  fingerprint: string
  /** JSON: what was answered. */
  result: string
  /** RFC 3339, UTC, milliseconds. */
  expires_at: string
}
