import { readFileSync } from 'node:fs'
import t from 'tap'
import { commands } from '../../src/cli/cli.ts'
import { commandLine } from './run-cli.ts'

const guide = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8')
const names = commands.map(({ name }) => name)
/** Command and options of every command line of the guide. */
const examples = [
  ...guide.matchAll(/(?:cognito-resource-server|main\.js) ([a-z][\w:-]*)([^\n`"|)>']*)/g),
]

t.test('the guide names every command', async t => {
  for (const name of names) t.ok(guide.includes(`\`${name}`), name)
})

t.test('what it tells to type exists', async t => {
  t.ok(examples.length > 8)
  for (const [line, name = '', rest = ''] of examples) {
    const command = commands.find(candidate => candidate.name === name)
    t.ok(command, line)
    for (const [option] of rest.matchAll(/--[\w-]+/g)) t.match(command?.help, `${option}`, line)
  }
})

t.test('every command takes --json, and has help with an example', async t => {
  const run = commandLine('.')
  for (const name of names) {
    const { code, out, err } = await run(name, '--help')
    t.strictSame({ code, err }, { code: 0, err: '' })
    t.match(out, /^Usage: .*\n(.*\n)*Examples?:\n {2}\S/, name)
    t.match(out, /\n {2}(-h, )?--help +show this\n/, name)
    t.match(out, /\n {2}--json +/, name)
    for (const line of out.split('\n')) t.ok(line.length <= 106, `${name}: ${line}`)
  }
})
