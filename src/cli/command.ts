/** What a command gets from the process, so that it can be run without one. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folder with `.env` and `data/`. */
  readonly cwd: string
  /** Opens stdin, which is read by nobody who does not ask for it. */
  readonly input: () => AsyncIterable<string | Uint8Array>
  /** Data, for the next program: stdout. */
  readonly out: (text: string) => void
  /** Talk, for people: stderr. */
  readonly err: (text: string) => void
  /** Resolves when whoever started the process wants it to stop: Ctrl+C. */
  readonly untilStopped: () => Promise<void>
}

export interface Command {
  readonly name: string
  /** In a line, for the list of commands. */
  readonly summary: string
  /** Usage, options and examples. */
  readonly help: string
  /** @returns the exit code */
  readonly run: (args: readonly string[], surroundings: Surroundings) => Promise<number>
}

/** The command line is wrong: one line that says how, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The command line is right and it cannot be done: one line that says why. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  /** Default: 1. */
  readonly exitCode: number

  constructor(
    message: string,
    { exitCode = 1, cause }: { exitCode?: number; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.exitCode = exitCode
  }
}
