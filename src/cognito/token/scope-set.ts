import { memoized } from '../memoized.ts'
import { frozenSet } from './frozen.ts'

/**
 * The scopes in a `scope` claim, parted by U+0020 and nothing else (RFC 6749 section 3.3). Tokens
 * of one app client carry the same text over and over, so they share the set.
 */
export const scopeSet = memoized(
  (scope): ReadonlySet<string> => frozenSet(scope.split(' ').filter(name => name !== '')),
)
