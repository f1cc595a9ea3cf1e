import { quoted } from '../../text/shell.ts'

/** Lines that a shell evaluates and that dotenv reads. */
export function exportLines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join('')
}
