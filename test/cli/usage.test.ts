import { readFile } from 'node:fs/promises'
import t from 'tap'
import { main } from '../../src/cli/cli.ts'
import { newFolder } from '../support/folder.ts'
import { commandLine, noInput } from './run-cli.ts'

const run = commandLine(newFolder())
const refusal = (message: string) => ({ code: 2, out: '', err: `${message} See --help.\n` })

t.test('help is data, with examples', async t => {
  for (const argv of [['--help'], ['-h'], ['help']]) {
    const { code, out, err } = await run(...argv)
    t.strictSame({ code, err }, { code: 0, err: '' })
    t.match(out, /^Usage: npx cognito-resource-server <command> \[options\]\n/)
    t.match(out, /^ {2}token {11}print a token of the local user pool$/m)
    t.match(out, /^ {2}status {10}tell what exists and what runs$/m)
  }
  for (const command of ['token', 'status']) {
    const { code, out, err } = await run(command, '--wrong', '--help')
    t.strictSame({ code, err }, { code: 0, err: '' })
    t.match(out, `Usage: npm run --silent ${command} -- [options]\n`)
    t.match(out, '\nExamples:\n')
    t.strictSame(await run(command, '-h'), { code, out, err })
  }
})

t.test('no command is a question: usage on stderr', async t => {
  const { code, out, err } = await run()
  t.equal(code, 2)
  t.equal(out, '')
  t.equal(err, (await run('--help')).out)
})

t.test('--version is that of the package', async t => {
  const file = new URL('../../package.json', import.meta.url)
  const { version } = JSON.parse(await readFile(file, 'utf8'))
  t.strictSame(await run('--version'), { code: 0, out: `${version}\n`, err: '' })
})

t.test('an unknown command or option, and the one that was meant', async t => {
  t.strictSame(await run('tokne'), refusal('Unknown command tokne. Did you mean token?'))
  t.strictSame(await run('stat'), refusal('Unknown command stat. Did you mean status?'))
  t.strictSame(await run('deploy'), refusal('Unknown command deploy.'))
  t.strictSame(await run(''), refusal('Unknown command .'))
  t.strictSame(
    await run('token', '--scop', 'a'),
    refusal('Unknown option --scop. Did you mean --scope?'),
  )
  t.strictSame(await run('token', '--verbose'), refusal('Unknown option --verbose.'))
  t.strictSame(await run('token', '-x'), refusal('Unknown option -x.'))
  t.strictSame(await run('status', '--constructor'), refusal('Unknown option --constructor.'))
})

t.test('options with a value have one, switches have none, and nothing else is taken', async t => {
  t.strictSame(await run('token', '--user'), refusal('--user needs a value.'))
  t.strictSame(await run('token', '--user='), refusal('--user needs a value.'))
  t.strictSame(await run('token', '--user', '--machine'), refusal('--user needs a value.'))
  t.strictSame(await run('token', '--machine=yes'), refusal('--machine takes no value.'))
  t.strictSame(await run('token', 'order.write'), refusal('Unexpected argument order.write.'))
  t.strictSame(await run('token', '--', '--machine'), refusal('Unexpected argument --machine.'))
})

t.test('what nobody foresaw is one line too', async t => {
  const written: string[] = []
  const code = await main(['--version'], {
    env: {},
    cwd: '.',
    input: noInput,
    out: () => {
      throw new Error('write EPIPE')
    },
    err: text => written.push(text),
    untilStopped: async () => {},
  })
  t.equal(code, 1)
  t.strictSame(written, ['Unexpected: write EPIPE\n'])
})
