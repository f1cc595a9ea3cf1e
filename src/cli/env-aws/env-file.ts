import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { CommandError } from '../command.ts'

/**
 * Puts settings into a `.env` file, which is made where it is missing. Nobody but its owner can
 * read it afterwards, and whoever reads it meanwhile sees it whole.
 *
 * @throws {CommandError} it cannot be written
 */
export async function updateEnvFile(
  file: string,
  settings: ReadonlyMap<string, string>,
): Promise<void> {
  try {
    const text = await readFile(file, 'utf8').catch(unlessMissing)
    const draft = `${file}.${randomUUID()}`
    await writeFile(draft, mergeSettings(text, settings), { mode: 0o600, flag: 'wx' })
    await rename(draft, file)
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${(error as Error).message}.`)
  }
}

function unlessMissing(error: NodeJS.ErrnoException): string {
  if (error.code !== 'ENOENT') throw error
  return ''
}

/**
 * The text of a `.env` file with these settings: where a line sets one, its value is replaced and
 * the comment behind it kept; the others are added at the end.
 *
 * @throws {CommandError} a value that `.env` cannot hold
 */
export function mergeSettings(text: string, settings: ReadonlyMap<string, string>): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  let merged = text
  for (const [name, value] of settings) {
    const written = quoted(name, value)
    const line = lineThatSets(name)
    if (line.test(merged)) {
      merged = merged.replaceAll(line, (_, head: string, tail: string) => head + written + tail)
    } else {
      const gap = merged === '' || merged.endsWith('\n') ? '' : lineEnd
      merged += `${gap}${name}=${written}${lineEnd}`
    }
  }
  return merged
}

/** As dotenv reads it: a value in quotes may go over several lines, a bare one ends at `#`. */
function lineThatSets(name: string): RegExp {
  const value = String.raw`(?:'[^']*'|"[^"]*"|\x60[^\x60]*\x60|[^#\r\n]*?)`
  const comment = String.raw`((?:[ \t]*#[^\r\n]*)?)`
  return new RegExp(`^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*)${value}${comment}$`, 'gm')
}

function quoted(name: string, value: string): string {
  if (/^[\w.:/,@+-]+$/.test(value)) return value
  if (!/^[ !#-~]+$/.test(value)) {
    throw new CommandError(`The value of ${name} is empty or has characters that .env cannot hold.`)
  }
  return value.includes("'") ? `"${value}"` : `'${value}'`
}
