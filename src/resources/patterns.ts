/** For JSON Schema: an id as `createUuidV7` makes it. */
export const uuid = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

/** Text: PostgreSQL cannot store NUL, and half of a surrogate pair is no character. */
export const text = '^[^\\u0000\\uD800-\\uDFFF]*$'

/** What claims may hold to be looked for by: Cognito's are UUIDs and client ids. */
export const claim = '^[!-~]{1,128}$'

export const idempotencyKey = '^[!-~]{1,255}$'

/** ISO 4217. */
export const currency = '^[A-Z]{3}$'

/** An entity tag (RFC 9110 section 8.8.3), within a pattern. */
export const entityTag = '(?:W/)?"[!#-~\\u0080-\\u00ff]*"'

/**
 * The grammar of If-Match and If-None-Match: `*`, or a list of entity tags, whose empty elements are
 * ignored (RFC 9110 section 5.6.1.2).
 */
export const entityTags = `^(?:\\*|[ \\t,]*${entityTag}(?:[ \\t]*,[ \\t,]*${entityTag})*[ \\t,]*)$`

const demands: Readonly<Record<string, string>> = {
  [uuid]: 'must be a UUID in lower case',
  [text]: 'must not hold NUL or half of a surrogate pair',
  [claim]: 'must be 1 to 128 printable ASCII characters without spaces',
  [idempotencyKey]: 'must be 1 to 255 printable ASCII characters without spaces',
  [currency]: 'must be three capital letters, an ISO 4217 code such as EUR',
  [entityTags]: 'must be * or ETags as the API gives them, in double quotes, such as "1"',
}

/** What one of these patterns demands, for people, who should not have to read it. */
export function demandOf(pattern: string): string | undefined {
  return demands[pattern]
}
