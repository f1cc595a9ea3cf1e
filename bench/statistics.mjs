export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * Median over the rounds of `numerator / denominator` of the same round: what slows the whole
 * machine for a while slows both and drops out.
 */
export function ratio(numerators, denominators) {
  return median(numerators.map((numerator, round) => numerator / denominators[round]))
}

/** How far apart the rounds lie: (largest - smallest) / median. */
export function spread(numbers) {
  return (Math.max(...numbers) - Math.min(...numbers)) / median(numbers)
}
