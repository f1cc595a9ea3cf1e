import { createHash } from 'node:crypto'

/** What became of an item of a list: changed or added if it is given, else deleted. */
export interface Change<Item> {
  readonly item?: Item
  /** Fingerprint of the configured item it stands for; absent for one that was added. */
  readonly configuredAs?: string
}

/** A list of the configuration that the JSON API can change. */
export interface Collection<Item> {
  readonly list: () => readonly Item[]
  readonly find: (key: string) => Item | undefined
  /** Adds an item, or takes the place of the one with its key. Resolves when it is remembered. */
  readonly put: (item: Item) => Promise<void>
  readonly remove: (key: string) => Promise<void>
}

interface Sources<Item> {
  readonly configured: readonly Item[]
  /** Part of the state, changed in place. */
  readonly changes: Record<string, Change<Item>>
  readonly keyOf: (item: Item) => string
  readonly save: () => Promise<void>
}

/** Of a property, as an assignment makes it. */
const ordinary = { configurable: true, enumerable: true, writable: true }

/** A change of a configured item counts until its configuration is edited. */
export function createCollection<Item>(sources: Sources<Item>): Collection<Item> {
  const { configured, changes, keyOf, save } = sources
  const fingerprints = new Map(configured.map(item => [keyOf(item), fingerprint(item)]))
  const items = new Map(configured.map(item => [keyOf(item), item]))

  for (const [key, { item, configuredAs }] of Object.entries(changes)) {
    if (configuredAs !== fingerprints.get(key)) delete changes[key]
    else if (item === undefined) items.delete(key)
    else items.set(key, item)
  }

  function remember(key: string, item: Item | undefined): Promise<void> {
    const configuredAs = fingerprints.get(key)
    const value = {
      ...(item !== undefined && { item }),
      ...(configuredAs !== undefined && { configuredAs }),
    }
    // As an assignment, `__proto__` would be no member.
    Object.defineProperty(changes, key, { value, ...ordinary })
    if (item === undefined && configuredAs === undefined) delete changes[key]
    return save()
  }

  return {
    list: () => [...items.values()],
    find: key => items.get(key),
    put: item => {
      items.set(keyOf(item), item)
      return remember(keyOf(item), item)
    },
    remove: key => {
      items.delete(key)
      return remember(key, undefined)
    },
  }
}

function fingerprint(item: unknown): string {
  return createHash('sha256').update(JSON.stringify(item)).digest('base64url')
}
