/** A request of the collection: an operation of the contract, and what is special about this one. */
export interface Step {
  readonly name: string
  readonly operationId: string
  /** For people, in Markdown. */
  readonly about: string
  /** Added to those that the contract demands; a value may be a variable. */
  readonly headers?: Readonly<Record<string, string>>
  /** Values of the parameters in path and query. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Instead of the example of the contract; text as it stands, everything else as JSON. */
  readonly body?: unknown
  /** Instead of the token of the collection; empty for none. */
  readonly token?: string
  /** JavaScript that runs before the request. */
  readonly before?: readonly string[]
  /** Status of the answer. */
  readonly status: number
  /** Problem code of the answer. */
  readonly code?: string
  /** JavaScript expressions that must be true, by what they say. `body` is the answer's. */
  readonly checks?: Readonly<Record<string, string>>
  /** JavaScript expressions whose values are kept, by name of the variable. */
  readonly keeps?: Readonly<Record<string, string>>
}

export interface Folder {
  readonly name: string
  readonly about: string
  readonly steps: readonly Step[]
}
