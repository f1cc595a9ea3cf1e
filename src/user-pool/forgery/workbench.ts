import type { KeyObject } from 'node:crypto'
import type { SigningKey } from '../keys/signing-keys.ts'
import type { PoolParts } from '../pool-parts.ts'
import type { Claims } from '../tokens/claims.ts'
import type { AccessTokenOptions } from '../tokens/options.ts'
import { compact } from './raw-jws.ts'

/** A good access token, taken apart, and what a forger needs to spoil it. */
export interface Workbench {
  readonly header: Claims
  readonly claims: Claims
  /** The key that signs the pool's access tokens. */
  readonly key: SigningKey
  readonly idKeyId: string
  readonly origin: string
  readonly userPoolId: string
  /** Seconds since 1970. */
  readonly now: number
  readonly idToken: () => Promise<string>
  readonly attackerKey: () => Promise<KeyObject>
}

export interface Recipe {
  /** What is wrong with the token, or odd about it. */
  readonly about: string
  /** For a fault that not every verifier has to look for: what it has to demand. */
  readonly onlyWith?: 'audience' | 'zero-tolerance'
  /** White space or a control character in it: already the header is wrong, not just the token. */
  readonly malformedHeader?: true
  readonly make: (bench: Workbench) => string | Promise<string>
}

export function createWorkbench(pool: PoolParts): (options?: AccessTokenOptions) => Workbench {
  return (options = {}) => {
    const { keys, tokens, clock, directory, addresses } = pool
    return {
      header: { kid: keys.accessKey.kid, ...options.header, alg: 'RS256' },
      claims: tokens.accessTokenClaims(options),
      key: keys.accessKey,
      idKeyId: keys.idKey.kid,
      origin: addresses().origin,
      userPoolId: directory.userPoolId,
      now: Math.floor(clock() / 1000),
      idToken: () => tokens.idToken(options),
      attackerKey: keys.strangerKey,
    }
  }
}

/** The token of the workbench with some claims replaced; `undefined` leaves one out. */
export function withClaims(bench: Workbench, claims: Claims): string {
  return compact(bench.header, { ...bench.claims, ...claims }, bench.key.privateKey)
}

/** The token of the workbench with some header members replaced. */
function withHeader(bench: Workbench, header: Claims): string {
  return compact({ ...bench.header, ...header }, bench.claims, bench.key.privateKey)
}

/** A claim as JSON text, for numbers that JavaScript cannot hold. */
export function withLiteral(bench: Workbench, claim: string, literal: string): string {
  const { [claim]: _, ...others } = bench.claims
  const payload = `${JSON.stringify(others).slice(0, -1)},${JSON.stringify(claim)}:${literal}}`
  return compact(bench.header, payload, bench.key.privateKey)
}

export function wrongClaims(about: string, claims: (bench: Workbench) => Claims): Recipe {
  return { about, make: bench => withClaims(bench, claims(bench)) }
}

export function wrongHeader(about: string, header: (bench: Workbench) => Claims): Recipe {
  return { about, make: bench => withHeader(bench, header(bench)) }
}

/** The token as it would be, passed through a function that spoils its text. */
export function wrongText(about: string, spoil: (token: string) => string): Recipe {
  return { about, make: bench => spoil(withClaims(bench, {})) }
}
