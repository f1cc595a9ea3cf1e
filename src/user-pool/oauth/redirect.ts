/**
 * An address with parameters added behind those it has. The address stays as it was registered,
 * letter by letter; parameters that are `undefined` are left out.
 */
export function withQuery(
  address: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  return `${address}${address.includes('?') ? '&' : '?'}${toQuery(parameters)}`
}

export function withFragment(
  address: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  return `${address}#${toQuery(parameters)}`
}

function toQuery(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return new URLSearchParams(given).toString()
}
