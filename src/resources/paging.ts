import { Type } from 'typebox'

/** The query parameter that says how long a page is. */
export function limitOf(description: string) {
  return Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100,
      default: 20,
      description,
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
 * @param hasMore whether there are items behind these
 * @param cursorOf the cursor that leads behind an item
 */
export function pageOf<Item>(
  items: Item[],
  hasMore: boolean,
  cursorOf: (item: Item) => string,
): Page<Item> {
  const last = items.at(-1)
  return { items, nextCursor: last && hasMore ? cursorOf(last) : null }
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
