import t from 'tap'
import { registeredCallbacks } from '../../../src/cli/sign-in/place.ts'
import { defaultConfiguration } from '../../../src/user-pool/index.ts'
import { newFolder } from '../../support/folder.ts'
import { commandLine } from '../run-cli.ts'
import { asOnAws, personAtBrowser, startFolder } from './folder.ts'

const folder = await startFolder(t, newFolder())
const { cwd, pool, callbackUrls } = folder
const aws = asOnAws(folder)
const port = new URL(callbackUrls[0] ?? '').port

t.test('settings alone say where to sign in', async t => {
  const person = personAtBrowser()
  const { code, out } = await commandLine(cwd, aws, person)('login', '--port', port)
  await person.done()
  t.equal(code, 0)
  t.match(out, `User pool ${pool.issuer}, app client ${pool.client('cli').id}.\n`)
  t.equal((await commandLine(cwd, aws)('whoami')).code, 0)
  t.equal((await commandLine(cwd, aws)('logout')).code, 0)
})

t.test('without COGNITO_DOMAIN, the issuer says where its endpoints are', async t => {
  const { COGNITO_DOMAIN, ...without } = aws
  const person = personAtBrowser()
  const { code } = await commandLine(cwd, without, person)('login', '--port', port)
  await person.done()
  t.equal(code, 0)
})

t.test('the ports are those of the local user pool, and of infra/cognito.yaml', async t => {
  const cli = defaultConfiguration().clients.find(({ name }) => name === 'cli')
  t.strictSame(registeredCallbacks, cli?.callbackUrls)
})
