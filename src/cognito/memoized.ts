const mostHeld = 1000

/**
 * A function of a text that remembers its results, since putting the same text together anew costs
 * more than finding it. Bounded: when too many are remembered, it begins anew.
 */
export function memoized<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>()
  return text => {
    const known = made.get(text)
    if (known !== undefined) return known
    const result = make(text)
    if (made.size === mostHeld) made.clear()
    made.set(text, result)
    return result
  }
}
