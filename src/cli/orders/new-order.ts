import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readAll } from '../arguments/input.ts'
import type { Options } from '../arguments/options.ts'
import { CommandError, type Surroundings, UsageError } from '../command.ts'

/**
 * The body of an order, as JSON: of `--file`, else from the other options. What it holds is judged
 * by the API.
 *
 * @throws {UsageError} the options make no order
 * @throws {CommandError} the file cannot be read, or is not JSON
 */
export async function readNewOrder(options: Options, surroundings: Surroundings): Promise<string> {
  const file = options.value('file')
  if (file === undefined) return fromOptions(options)
  for (const other of ['item', 'currency', 'note']) {
    if (options.has(other)) throw new UsageError(`--file and --${other} do not go together.`)
  }
  const text = await textOf(file, surroundings)
  try {
    JSON.parse(text)
    return text
  } catch {
    throw new CommandError(`${file === '-' ? 'What is on stdin' : file} is not JSON.`)
  }
}

async function textOf(file: string, { cwd, input }: Surroundings): Promise<string> {
  if (file === '-') return readAll(input())
  return readFile(resolve(cwd, file), 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new CommandError(`${file} cannot be read (${code}).`)
  })
}

function fromOptions(options: Options): string {
  const items = options.values('item').map(readItem)
  if (items.length === 0) {
    throw new UsageError('Say what to order, as in --item tea-green-100:2:799, or give a --file.')
  }
  const note = options.value('note')
  const currency = options.value('currency') ?? 'EUR'
  return JSON.stringify({ currency, items, ...(note !== undefined && { note }) })
}

/** Numbers come last, because a stock keeping unit may have a colon in it. */
function readItem(text: string) {
  const [, sku, quantity, unitPrice] = /^(.+):(\d{1,15}):(\d{1,15})$/.exec(text) ?? []
  if (sku === undefined) {
    throw new UsageError(
      `--item ${text} is not <sku>:<quantity>:<price>, with the price of one in cents, as in tea-green-100:2:799.`,
    )
  }
  return { sku, quantity: Number(quantity), unitPrice: Number(unitPrice) }
}
