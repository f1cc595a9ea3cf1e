/** RFC 3339 in UTC, with milliseconds: such texts sort as the times do. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
