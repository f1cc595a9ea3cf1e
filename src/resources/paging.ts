import { Type } from 'typebox'

/** The query parameter that says how long a page is. */
export function limitOf(what: string) {
  return Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100,
      default: 20,
      description: `How many ${what} at most.`,
      examples: [20],
    }),
  )
}

/** Part of a list. */
export interface Page<Item> {
  items: Item[]
  /** Leads to the next page; null where there is none. */
  nextCursor: string | null
}

/**
 * Makes a page.
 *
 * @param found at least one more than the limit, if there are so many
 * @param cursorOf the cursor that leads behind an item
 */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  cursorOf: (item: Item) => string,
): Page<Item> {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: last && found.length > limit ? cursorOf(last) : null }
}

/**
 * The Link header that leads to the next page (RFC 8288).
 *
 * @param path of the list
 * @param query what the list was asked for with
 */
export function linkToNext(path: string, query: object, cursor: string): string {
  const parameters = new URLSearchParams(Object.entries({ ...query, cursor }))
  return `<${path}?${parameters}>; rel="next"`
}
