import { frozenSet } from './frozen.ts'

const mostRemembered = 1000
const remembered = new Map<string, ReadonlySet<string>>()

/**
 * The scopes in a `scope` claim, parted by U+0020 and nothing else (RFC 6749 section 3.3). Tokens
 * of one app client carry the same text over and over, so they share the set.
 */
export function scopeSet(scope: string): ReadonlySet<string> {
  const known = remembered.get(scope)
  if (known !== undefined) return known
  const scopes = frozenSet(scope.split(' ').filter(name => name !== ''))
  if (remembered.size === mostRemembered) remembered.clear()
  remembered.set(scope, scopes)
  return scopes
}
