/** Of which currencies the minor unit has not two digits: ISO 4217, list one. */
const others: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

const digitsOf = new Map(
  Object.entries(others).flatMap(([digits, codes]) =>
    codes.split(' ').map(code => [code, Number(digits)] as const),
  ),
)

/**
 * How many digits of an amount are behind the point. `Intl` knows it for prices in shops, where some
 * minor units are out of use.
 *
 * @param currency code of ISO 4217
 */
export function minorDigits(currency: string): number {
  return digitsOf.get(currency) ?? 2
}
