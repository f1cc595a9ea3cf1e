/** The tables as the migrations leave them. */
export interface Tables {
  orders: OrderRow
  idempotency_keys: IdempotencyKeyRow
  revocations: RevocationRow
  revocation_versions: RevocationVersionsRow
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

/**
 * To be selected by name, never all that there are: PostgreSQL does not go on with a prepared statement
 * whose result has changed, and instances of a newer version may have added columns.
 */
export const orderColumns = [
  'id',
  'status',
  'currency',
  'items',
  'total',
  'note',
  'customer',
  'created_by',
  'created_at',
  'updated_at',
  'version',
] as const satisfies readonly (keyof OrderRow)[]

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

/** One row for each kind and value. It stays for a while after it has ended or was lifted. */
export interface RevocationRow {
  /** UUIDv7, lower case. */
  id: string
  kind: 'token' | 'sign-in' | 'user' | 'client'
  /** The claim it is about: `jti`, `origin_jti`, `sub`, `client_id`. */
  value: string
  /** Only tokens issued before this time; null: all. RFC 3339, UTC, milliseconds. */
  issued_before: string | null
  reason: string | null
  /** `sub` of the token that made it. */
  created_by: string
  created_at: string
  /** When no token is left that it could deny, or it was lifted; null: never by itself. */
  ends_at: string | null
  lifted_at: string | null
  /** That of the last change of this row. */
  version: number
}

/** As `orderColumns`. */
export const revocationColumns = [
  'id',
  'kind',
  'value',
  'issued_before',
  'reason',
  'created_by',
  'created_at',
  'ends_at',
  'lifted_at',
  'version',
] as const satisfies readonly (keyof RevocationRow)[]

/** One row: how far the changes of `revocations` have come. */
export interface RevocationVersionsRow {
  id: 1
  /** One more with each change. Changes wait for each other at this row, so none comes late. */
  version: number
  /** Of the newest lifted row that is gone: who has not come so far must read everything again. */
  swept_version: number
}
