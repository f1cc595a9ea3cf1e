import { type ForgeryKind, forgeries, oddities } from '../../../src/user-pool/index.ts'
import type { Api } from '../../support/api.ts'

export interface CallerNames {
  /** With every scope, and of the group `admin`. */
  good: string[]
  /** With a good token that does not permit everything. */
  limited: string[]
  /** With no token, a bad one, or one that looks odd. */
  strange: string[]
}

/** Who sends requests: names with what they put into the Authorization header. */
export interface Callers {
  names: CallerNames
  /** The header, or undefined for who sends none. */
  authorization(name: string): string | undefined
  /** Gives somebody a new token, after the old one was signed out. */
  renew(name: string): Promise<void>
}

export async function createCallers({ pool }: Api): Promise<Callers> {
  const yesterday = Math.floor(Date.now() / 1000) - 86_400
  const good = {
    alice: () => pool.accessToken(),
    bob: () => pool.accessToken({ user: 'bob@example.com', groups: ['admin'] }),
  }
  const limited = {
    'alice, of no group': () => pool.accessToken({ groups: [] }),
    'alice, without scopes': () => pool.accessToken({ scopes: [] }),
    'alice, who signed in yesterday': () => pool.accessToken({ claims: { auth_time: yesterday } }),
    'a machine': () => pool.machineToken(),
  }
  const users: Record<string, () => Promise<string>> = {
    ...good,
    ...limited,
    'alice, too late': () => pool.accessToken({ expiresIn: -60 }),
  }
  for (const { kind } of oddities) users[`odd token: ${kind}`] = () => pool.odd(kind)
  for (const { kind } of forgeries.filter(({ onlyWith }) => onlyWith === undefined)) {
    users[`forged token: ${kind}`] = () => pool.forge(kind as ForgeryKind)
  }
  const headers: Record<string, string | undefined> = {
    nobody: undefined,
    'an empty header': '',
    'a scheme alone': 'Bearer',
    'another scheme': 'Basic YWxpY2U6c2VjcmV0',
    'no token at all': 'Bearer null',
    'two tokens': `Bearer ${await pool.accessToken()}, Bearer ${await pool.accessToken()}`,
    'a flood': `Bearer ${'a'.repeat(15_000)}`,
  }
  for (const [name, tokenOf] of Object.entries(users)) headers[name] = `Bearer ${await tokenOf()}`
  return {
    names: {
      good: Object.keys(good),
      limited: Object.keys(limited),
      strange: Object.keys(headers).filter(name => !(name in good) && !(name in limited)),
    },
    authorization: name => headers[name],
    async renew(name) {
      headers[name] = `Bearer ${await users[name]?.()}`
    },
  }
}
