/** For JSON Schema: an id as `createUuidV7` makes it. */
export const uuid = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

/** Text: PostgreSQL cannot store NUL, and half of a surrogate pair is no character. */
export const text = '^[^\\u0000\\uD800-\\uDFFF]*$'

/** What claims may hold to be looked for by: Cognito's are UUIDs and client ids. */
export const claim = '^[!-~]{1,128}$'
