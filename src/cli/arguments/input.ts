import { CommandError } from '../command.ts'

type Input = AsyncIterable<string | Uint8Array>

/** In bytes: no token and no order is longer. */
const longest = 1_000_000

/** @throws {CommandError} there is more than a megabyte of it */
export async function readAll(input: Input): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > longest) throw new CommandError('The input is longer than a megabyte.')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString()
}

/** The first line, without the spaces around it; all there is where no line ends. */
export async function readLine(input: Input): Promise<string> {
  let text = ''
  for await (const chunk of input) {
    text += Buffer.from(chunk).toString()
    if (text.includes('\n') || text.length > longest) break
  }
  return (text.split('\n')[0] as string).trim()
}
