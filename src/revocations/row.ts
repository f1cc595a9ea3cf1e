import type { RevocationRow } from '../database/migrations/tables.ts'
import type { Revocation } from './schema.ts'

/** @param version of the change it is stored with */
export function toRow(
  { issuedBefore, reason, createdBy, createdAt, endsAt, ...same }: Revocation,
  version: number,
): RevocationRow {
  return {
    ...same,
    issued_before: issuedBefore ?? null,
    reason: reason ?? null,
    created_by: createdBy,
    created_at: createdAt,
    ends_at: endsAt,
    lifted_at: null,
    version,
  }
}

export function toRevocation(row: RevocationRow): Revocation {
  const { id, kind, value, issued_before, reason, created_by, created_at, ends_at } = row
  return {
    id,
    kind,
    value,
    ...(issued_before !== null && { issuedBefore: issued_before }),
    ...(reason !== null && { reason }),
    createdBy: created_by,
    createdAt: created_at,
    endsAt: ends_at,
  }
}
