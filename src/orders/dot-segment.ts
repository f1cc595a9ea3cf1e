/**
 * Whether a segment of a path would lead to another one: URLs have no form of `.` and `..` that is
 * taken as a name (WHATWG URL, "double-dot URL path segment").
 */
export function isDotSegment(segment: string): boolean {
  return segment === '.' || segment === '..'
}
