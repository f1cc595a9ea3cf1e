import { main } from '../../src/cli/cli.ts'

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Terminal {
  /** What is typed, or comes through a pipe. */
  readonly input?: AsyncIterable<string>
  /** Hears what is written on stderr, while the command runs. */
  readonly onErr?: (text: string) => void
  /** What goes on until somebody stops the command. */
  readonly untilStopped?: () => Promise<void>
}

/** A command line that runs in this process, in a folder of its own. */
export function commandLine(
  cwd: string,
  env: Record<string, string> = {},
  { input, onErr = () => {}, untilStopped = async () => {} }: Terminal = {},
) {
  return async (...argv: string[]): Promise<Outcome> => {
    const written = { out: '', err: '' }
    const code = await main(argv, {
      env,
      cwd,
      input: () => input ?? noInput(),
      out: text => {
        written.out += text
      },
      err: text => {
        written.err += text
        onErr(text)
      },
      untilStopped,
    })
    return { code, ...written }
  }
}

export async function* noInput(): AsyncGenerator<string> {}
