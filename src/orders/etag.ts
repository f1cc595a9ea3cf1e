import { entityTag } from '../resources/patterns.ts'

/** The strong entity tag of a version. */
export function etagOf(version: number): string {
  return `"${version}"`
}

/** The preconditions of a request, as its headers hold them. */
export interface Preconditions {
  'if-match'?: string
  'if-none-match'?: string
}

/** Whether a request that changes something may do so (RFC 9110 section 13.2.2). */
export function mayChange(headers: Preconditions, version: number): boolean {
  const { 'if-match': seen = '*', 'if-none-match': unseen = '' } = headers
  return ifMatch(seen, version) && !hasVersion(unseen, version)
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
  return header.match(new RegExp(entityTag, 'g')) ?? []
}
