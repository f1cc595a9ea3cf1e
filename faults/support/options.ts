import { parseArgs } from 'node:util'
import type { Fault } from './fault.ts'

export const HELP = `npm run faults -- [options]

Does bad things to the built service on this machine, one after the other, and
says whether it stood them. Ends with 1 when something was lost or grew.

  --only <name>     only this fault; may be given several times
  --minutes <n>     how long mixed traffic goes on; default 10
  --tokens <n>      how many distinct tokens are made; default 100000
  --list            lists the faults
  --help            this text
`

export interface Options {
  faults: Fault[]
  minutes: number
  tokens: number
  help: boolean
  list: boolean
}

/** @throws {Error} for an option that is none */
export function readOptions(args: string[], all: readonly Fault[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      minutes: { type: 'string', default: '10' },
      tokens: { type: 'string', default: '100000' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { only, minutes, tokens, list, help } = values
  const unknown = only.filter(name => !all.some(fault => fault.name === name))
  if (unknown.length > 0) throw new Error(`No fault is called ${unknown.join(', ')}: see --list`)
  return {
    faults: all.filter(({ name }) => only.length === 0 || only.includes(name)),
    minutes: positive('minutes', minutes),
    tokens: positive('tokens', tokens),
    list,
    help,
  }
}

function positive(name: string, text: string): number {
  const number = Number(text)
  if (number > 0 && Number.isFinite(number)) return number
  throw new Error(`--${name} must be a number above 0, not ${text}`)
}
