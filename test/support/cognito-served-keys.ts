import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import type { UserPool } from '../../src/user-pool/index.ts'
import { type ServiceOptions, startService } from './cognito-service.ts'

/** A service whose key-set address answers with these keys, or this body. */
export async function serviceWith(
  t: Test,
  pool: UserPool,
  keys: unknown[] | string,
  options: ServiceOptions = {},
) {
  pool.serve(typeof keys === 'string' ? keys : { keys })
  t.teardown(() => pool.serve(undefined))
  const service = await startService(t, pool, options)
  const entries = (text: string) => service.log.filter(({ msg }) => String(msg).startsWith(text))
  return {
    service,
    admission: () =>
      entries('signing keys admitted').map(({ level, issuer, keys, dropped, msg }) => ({
        level,
        issuer,
        keys,
        dropped,
        msg,
      })),
    failures: () => entries('signing keys not refreshed').map(({ err }) => (err as Error).message),
  }
}

/** A public modulus of so many bits; nobody knows its factors. */
export function modulus(bits: number): string {
  const bytes = randomBytes(Math.ceil(bits / 8))
  const spare = bytes.length * 8 - bits
  bytes[0] = ((bytes[0] ?? 0) & (0xff >> spare)) | (0x80 >> spare)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1
  return bytes.toString('base64url')
}
