import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const HELP = `Usage: node bench/run.mjs [options]

  --quick            two rounds; prints, writes nothing
  --rounds <n>       rounds per comparison, default 5
  --seconds <n>      seconds of load per server and round, default 2
  --only <list>      sections to run: repeated,first-seen,refusals,memory,start,
                     production,orders
  --plugin <file>    build of the middleware to measure, default dist/cognito/index.js
  --out <file>       where to write the report, default bench/RESULTS.md
  --server-core <n>  core of the server under test, default 0
  --load-core <n>    core of the load, default 1
  --second-core <n>  core of a second process, default 2, or that of the load where there are two
  --help             print this
`

const SECTIONS = ['repeated', 'first-seen', 'refusals', 'memory', 'start', 'production', 'orders']

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  only: { type: 'string' },
  plugin: { type: 'string' },
  out: { type: 'string' },
  'server-core': { type: 'string', default: '0' },
  'load-core': { type: 'string', default: '1' },
  'second-core': { type: 'string' },
  help: { type: 'boolean', default: false },
}

/** Reads the command line; prints the help and exits when it was asked for or is needed. */
export function readSettings(argv) {
  const { values } = parseArguments(argv)
  if (values.help) exitWith(HELP, 0)
  if (availableParallelism() < 2) exitWith('Two cores are needed: one serves, one loads.', 1)
  const { quick } = values
  return Object.freeze({
    quick,
    rounds: wholeNumber('rounds', values.rounds ?? (quick ? '2' : '5')),
    seconds: wholeNumber('seconds', values.seconds ?? '2'),
    only: sections(values.only),
    plugin: values.plugin
      ? pathToFileURL(values.plugin).href
      : new URL('../dist/cognito/index.js', import.meta.url).href,
    out: values.out ?? (quick || values.only ? undefined : new URL('RESULTS.md', import.meta.url)),
    serverCore: values['server-core'],
    loadCore: values['load-core'],
    secondCore: values['second-core'] ?? (availableParallelism() > 2 ? '2' : values['load-core']),
    connections: 32,
  })
}

function parseArguments(argv) {
  try {
    return parseArgs({ args: argv, options: OPTIONS })
  } catch (error) {
    return exitWith(`${error.message}\n\n${HELP}`, 2)
  }
}

function wholeNumber(name, text) {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) {
    exitWith(`--${name} must be a whole number above 0, not ${text}`, 2)
  }
  return number
}

function sections(list) {
  if (!list) return SECTIONS
  const chosen = list.split(',')
  const unknown = chosen.filter(name => !SECTIONS.includes(name))
  if (unknown.length > 0) exitWith(`Unknown section ${unknown.join(', ')}.\n\n${HELP}`, 2)
  return chosen
}

function exitWith(text, code) {
  const stream = code === 0 ? process.stdout : process.stderr
  stream.write(`${text.trimEnd()}\n`)
  process.exit(code)
}
