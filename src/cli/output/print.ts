import type { Options } from '../arguments/options.ts'
import type { Surroundings } from '../command.ts'
import { jsonText } from './printable.ts'

/** Writes what a command found: with `--json` as it is, else in words. */
export function print<Answer>(
  answer: Answer,
  text: (answer: Answer) => string,
  options: Options,
  { out }: Surroundings,
): void {
  out(options.has('json') ? jsonText(answer) : text(answer))
}
