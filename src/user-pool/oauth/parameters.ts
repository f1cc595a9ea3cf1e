/** Parameters of a query or a form, where `+` means a space. One without a value counts as omitted. */
export type Parameters = ReadonlyMap<string, string>

/**
 * RFC 6749 section 3.1: no parameter twice. The first value of such a one stands, so that an
 * answer can still go to where the request came from.
 *
 * @param parsed what the parser of the query or the form made of it, or nothing if there was none
 */
export function readParameters(parsed: unknown): {
  readonly parameters: Parameters
  readonly isRepeated: boolean
} {
  const parameters = new Map<string, string>()
  let isRepeated = false
  for (const [name, value] of Object.entries(parsed ?? {})) {
    if (Array.isArray(value)) isRepeated = true
    const [text] = [value].flat() as string[]
    if (text) parameters.set(name, text)
  }
  return { parameters, isRepeated }
}
