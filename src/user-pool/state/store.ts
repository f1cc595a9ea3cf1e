import { DataFolderError } from '../keys/data-folder-error.ts'
import { emptyState, prune, type State } from './state.ts'
import { readStateFile, stateFile, writeStateFile } from './state-file.ts'

/** The state of a pool, and the way to the disk. */
export interface Store {
  /** Changed in place, then saved. */
  readonly state: State
  /**
   * Resolves when the state as it is now is on the disk; at once for a pool in memory. Whoever
   * answers "done" waits for it. Calls that come while one is being written share the next write.
   */
  readonly save: () => Promise<void>
  /** Resolves when the last write has ended; from the call on, `save` rejects. */
  readonly close: () => Promise<void>
}

export interface StoreOptions {
  readonly dataFolder: string | undefined
  readonly userPoolId: string
  /** Seconds since 1970. */
  readonly now: () => number
}

/** @throws DataFolderError when the file holds something else, or the state of another pool */
export async function openStore({ dataFolder, userPoolId, now }: StoreOptions): Promise<Store> {
  if (dataFolder === undefined) return inMemory(emptyState(userPoolId))
  const file = stateFile(dataFolder)
  const state = parseState(file, await readStateFile(file), userPoolId)
  let isClosed = false
  let last = Promise.resolve()
  const write = shared(() => {
    prune(state, now())
    return writeStateFile(file, `${JSON.stringify(state)}\n`)
  })
  return {
    state,
    save() {
      // Requests may outlive their connections, and the folder may be another pool's by then.
      if (isClosed) return Promise.reject(new Error(`The user pool of ${dataFolder} is closed`))
      last = write()
      return last
    },
    async close() {
      isClosed = true
      // Who asked for it is told of its failure.
      await last.catch(() => {})
    },
  }
}

function inMemory(state: State): Store {
  const nothing = async () => {}
  return { state, save: nothing, close: nothing }
}

function parseState(file: string, text: string | undefined, userPoolId: string): State {
  if (text === undefined) return emptyState(userPoolId)
  const state = parse(text)
  if (!isState(state)) {
    throw new DataFolderError(
      `${file} does not hold the state of a local user pool: start with --reset`,
    )
  }
  if (state.userPoolId !== userPoolId) {
    throw new DataFolderError(
      `${file} is of user pool ${state.userPoolId}, and this one is ${userPoolId}: start with --reset`,
    )
  }
  return state
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether all tables hold what can be looked into; what is in an entry is not looked at. */
function isState(value: unknown): value is State {
  if (!isObject(value)) return false
  if (Object.keys(emptyState('')).some(name => !(name in value))) return false
  const { version, userPoolId: _, deletedUsers, ...tables } = value as State
  return (
    version === 1 &&
    isObject(deletedUsers) &&
    Object.values(tables).every(table => isObject(table) && Object.values(table).every(isObject))
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One write at a time, and one more at most that waits for it. */
function shared(write: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined
  return () => {
    next ??= current
      // Its own callers are told of its failure.
      .catch(() => {})
      .then(() => {
        next = undefined
        current = write()
        return current
      })
    return next
  }
}
