import { parseArgs } from 'node:util'
import { UsageError } from '../command.ts'
import { didYouMean } from './nearest.ts'

/** Long names of the options of a command, without the dashes: with a value, or a switch. */
export type OptionTypes = Readonly<Record<string, 'value' | 'switch'>>

export interface Options {
  /** What stands beside the options, in its order. */
  readonly operands: readonly string[]
  readonly has: (name: string) => boolean
  /** Values in the order they were given. */
  readonly values: (name: string) => readonly string[]
  /** The value given last. */
  readonly value: (name: string) => string | undefined
}

/**
 * Reads the options of a command. `--name -1` gives a number below zero, which `parseArgs` in its
 * strict mode takes for another option.
 *
 * @param most how many operands the command takes
 * @throws {UsageError} for the first thing that is wrong
 */
export function readOptions(args: readonly string[], types: OptionTypes, most = 0): Options {
  const options = Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      { type: type === 'value' ? ('string' as const) : ('boolean' as const) },
    ]),
  )
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  const given: { name: string; value: string }[] = []
  const operands: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value)
    if (token.kind === 'option') given.push(readOption(token, types))
  }
  if (operands.length > most) throw new UsageError(`Unexpected argument ${operands[most]}.`)
  const values = (name: string) => given.filter(item => item.name === name).map(item => item.value)
  return {
    operands,
    has: name => given.some(item => item.name === name),
    values,
    value: name => values(name).at(-1),
  }
}

interface OptionToken {
  readonly name: string
  /** As it was written. */
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function readOption({ name, rawName, value, inlineValue }: OptionToken, types: OptionTypes) {
  const type = Object.hasOwn(types, name) ? types[name] : undefined
  if (type === undefined) {
    const names = Object.keys(types).map(known => `--${known}`)
    throw new UsageError(`Unknown option ${rawName}.${didYouMean(rawName, names)}`)
  }
  if (type === 'switch') {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value.`)
    return { name, value: '' }
  }
  const isNextOption = inlineValue !== true && value !== undefined && /^-\D/.test(value)
  if (value === undefined || value.trim() === '' || isNextOption) {
    throw new UsageError(`${rawName} needs a value.`)
  }
  return { name, value }
}
