import t from 'tap'
import { newFolder } from '../../support/folder.ts'
import { commandLine } from '../run-cli.ts'
import { signInAt, startFolder } from './folder.ts'

const { cwd, env, callbackUrls } = await startFolder(t, newFolder())

/** Reads the address on stderr, signs in, and pastes what becomes of where that ends. */
async function pasting(change: (ended: URL) => string, ...args: string[]) {
  let shown: (address: string) => void
  const address = new Promise<string>(resolve => {
    shown = resolve
  })
  async function* input() {
    const ended = change(await signInAt(await address))
    yield ended.slice(0, 10)
    yield `${ended.slice(10)}\n`
    t.fail('nothing is read after the line')
  }
  const onErr = (text: string) => {
    const [found] = /^http\S+\/oauth2\/authorize\S+$/m.exec(text) ?? []
    if (found !== undefined) shown(found)
  }
  return commandLine(cwd, env, { input: input(), onErr })('login', '--no-browser', ...args)
}

t.test('the address where the browser ended is pasted', async t => {
  const { code, out, err } = await pasting(({ href }) => href)
  t.equal(code, 0)
  t.match(out, 'Signed in as alice@example.com')
  t.match(err, `begins with ${callbackUrls[0]}, where no page may be.\nPaste that address: `)
})

t.test('spaces around it do not matter, nor does an error of the browser', async t => {
  const address = (ended: URL) => `  chrome-error://chromewebdata/?${ended.searchParams}  `
  t.equal((await pasting(address)).code, 0)
})

t.test('anything else is told from it', async t => {
  const line = `This sign-in did not end there: paste all of the address that begins with ${callbackUrls[0]}.\n`
  for (const change of [
    () => '',
    () => 'code',
    ({ origin }: URL) => origin,
    ({ href }: URL) => href.replace(/state=[^&]*/, 'state=another'),
  ]) {
    const { code, out, err } = await pasting(change)
    t.strictSame({ code, out }, { code: 1, out: '' })
    t.ok(err.endsWith(`Paste that address: ${line}`), err)
  }
})

t.test('what is piped in needs no end of line, and has an end', async t => {
  const input = async function* () {
    yield 'http://localhost/?state=x'
  }
  const { code } = await commandLine(cwd, env, { input: input() })('login', '--no-browser')
  t.equal(code, 1)
  const endless = async function* () {
    for (;;) yield 'x'.repeat(100_000)
  }
  const endlessly = commandLine(cwd, env, { input: endless() })
  t.equal((await endlessly('login', '--no-browser')).code, 1)
})
