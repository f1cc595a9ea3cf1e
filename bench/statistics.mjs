export function median(numbers) {
  return quantile(numbers, 1 / 2)
}

/** The lower and the upper quartile: half of the numbers lie between them. */
export function quartiles(numbers) {
  return [quantile(numbers, 1 / 4), quantile(numbers, 3 / 4)]
}

/** What a share of the numbers lie below; between two of them, interpolated. */
function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return below + (above - below) * (at % 1)
}

/**
 * `numerator / denominator` of the same round, for each: what slows the whole machine for a while
 * slows both and drops out.
 */
export function ratios(numerators, denominators) {
  return numerators.map((numerator, round) => numerator / denominators[round])
}

/** Median of the ratios. */
export function ratio(numerators, denominators) {
  return median(ratios(numerators, denominators))
}

/** How far apart the rounds lie: (largest - smallest) / median. */
export function spread(numbers) {
  return (Math.max(...numbers) - Math.min(...numbers)) / median(numbers)
}
