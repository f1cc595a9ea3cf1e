import { type ForgeryKind, forgeries, oddities } from '../../../src/user-pool/index.ts'
import type { Api } from '../../support/api.ts'

/** Who sends requests: names with what they put into the Authorization header. */
export interface Callers {
  names: string[]
  /** The header, or undefined for who sends none. */
  authorization(name: string): string | undefined
  /** Gives somebody a new token, after the old one was signed out. */
  renew(name: string): Promise<void>
}

/** Each with a token of the pool; the first two have every scope. */
export async function createCallers({ pool }: Api): Promise<Callers> {
  const yesterday = Math.floor(Date.now() / 1000) - 86_400
  const users: Record<string, () => Promise<string>> = {
    alice: () => pool.accessToken(),
    bob: () => pool.accessToken({ user: 'bob@example.com', groups: ['admin'] }),
    'alice, of no group': () => pool.accessToken({ groups: [] }),
    'alice, without scopes': () => pool.accessToken({ scopes: [] }),
    'alice, who signed in yesterday': () => pool.accessToken({ claims: { auth_time: yesterday } }),
    'alice, too late': () => pool.accessToken({ expiresIn: -60 }),
    'a machine': () => pool.machineToken(),
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
    names: [...Object.keys(users), ...Object.keys(headers).filter(name => !(name in users))],
    authorization: name => headers[name],
    async renew(name) {
      headers[name] = `Bearer ${await users[name]?.()}`
    },
  }
}
