/** An entity tag (RFC 9110 section 8.8.3), for patterns. */
const TAG = '(?:W/)?"[!#-~\\u0080-\\u00ff]*"'

/** The grammar of If-Match and If-None-Match: `*`, or a list of entity tags. */
export const ENTITY_TAGS = `^(?:\\*|${TAG}(?:[ \\t]*,[ \\t]*${TAG})*)$`

/** The strong entity tag of a version. */
export function etagOf(version: number): string {
  return `"${version}"`
}

/** If-Match (RFC 9110 section 13.1.1): strong comparison, so a weak tag matches nothing. */
export function ifMatch(header: string, version: number): boolean {
  return header === '*' || tagsIn(header).includes(etagOf(version))
}

/** If-None-Match (RFC 9110 section 13.1.2): true when the client has this version already. */
export function hasVersion(header: string, version: number): boolean {
  return header === '*' || tagsIn(header).some(tag => tag.replace(/^W\//, '') === etagOf(version))
}

function tagsIn(header: string): string[] {
  return header.match(new RegExp(TAG, 'g')) ?? []
}
