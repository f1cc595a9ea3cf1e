import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { resetInstall } from '../../../src/user-pool/index.ts'
import { emptyState } from '../../../src/user-pool/state/state.ts'
import { openStore } from '../../../src/user-pool/state/store.ts'
import { createUserPool, openInstall } from '../../support/user-pool.ts'
import { createTestBrowser, page } from '../browser.ts'
import {
  alice,
  callback,
  requestPath,
  signIn,
  testClock,
  tokensFor,
} from '../oauth/relying-party.ts'

const clock = testClock()
const clients = [
  { name: 'web', flows: ['code', 'refresh_token'] as const, callbackUrls: [callback] },
]
const open = (dataFolder: string, options = {}) =>
  createUserPool({ dataFolder, clients, clock: clock.read, ...options })

t.test('users who signed up, and passwords that were changed, survive a restart', async t => {
  const dataFolder = t.testdir()
  const carol = { username: 'carol@example.com', password: 'carol-password' }
  const first = await open(dataFolder)
  const browser = createTestBrowser(first.origin)
  const signUp = page(await browser.open(requestPath(first, {}, '/signup')))
  const confirm = page(
    await browser.submit(signUp, { email: carol.username, password: carol.password }),
  )
  await browser.submit(confirm, { code: first.inbox[0]?.code ?? '' })
  const forgot = page(await browser.open(requestPath(first, {}, '/forgotPassword')))
  const reset = page(await browser.submit(forgot, { username: 'bob@example.com' }))
  const changed = { username: 'bob@example.com', password: 'a new password' }
  await browser.submit(reset, { code: first.inbox[0]?.code ?? '', password: changed.password })
  const { sub } = first.user(carol.username)
  await first.close()

  const second = await open(dataFolder)
  t.teardown(second.close)
  t.match(second.user(carol.username), { sub, status: 'CONFIRMED' })
  t.equal((await openInstall({ dataFolder, clients, origin: first.origin })).user(sub).sub, sub)
  for (const user of [carol, changed, alice]) {
    t.ok((await signIn(second, {}, { user })).searchParams.has('code'), user.username)
  }
})

t.test('a user whose configuration was changed is the configured one again', async t => {
  const dataFolder = t.testdir()
  const bob = { email: 'bob@example.com', password: 'bob-password' }
  const first = await open(dataFolder, { users: [bob] })
  const browser = createTestBrowser(first.origin)
  const forgot = page(await browser.open(requestPath(first, {}, '/forgotPassword')))
  const reset = page(await browser.submit(forgot, { username: bob.email }))
  await browser.submit(reset, { code: first.inbox[0]?.code ?? '', password: 'changed by bob' })
  await first.close()

  const same = await open(dataFolder, { users: [bob] })
  t.notOk('password' in same.user(bob.email))
  await same.close()
  const edited = await open(dataFolder, { users: [{ ...bob, password: 'edited in the file' }] })
  t.teardown(edited.close)
  t.equal(edited.user(bob.email).password, 'edited in the file')
  const user = { username: bob.email, password: 'edited in the file' }
  t.ok((await signIn(edited, {}, { user })).searchParams.has('code'))
})

t.test(
  'a configured user with whom something happened keeps a password that did not change',
  async t => {
    const dataFolder = t.testdir()
    const first = await open(dataFolder)
    const browser = createTestBrowser(first.origin)
    const forgot = page(await browser.open(requestPath(first, {}, '/forgotPassword')))
    await browser.submit(forgot, { username: alice.username })
    await first.close()
    t.notMatch(await readFile(join(dataFolder, 'user-pool-state.json'), 'utf8'), alice.password)
    const second = await open(dataFolder)
    t.teardown(second.close)
    t.equal(second.user(alice.username).password, alice.password)
  },
)

t.test('a user who is no longer configured is gone', async t => {
  const dataFolder = t.testdir()
  const first = await open(dataFolder)
  const browser = createTestBrowser(first.origin)
  const forgot = page(await browser.open(requestPath(first, {}, '/forgotPassword')))
  await browser.submit(forgot, { username: 'bob@example.com' })
  await first.close()
  const second = await open(dataFolder, { users: [] })
  t.teardown(second.close)
  t.strictSame(second.users, [])
})

t.test('the file is for its owner alone, and no password is in it', async t => {
  const dataFolder = t.testdir()
  const pool = await open(dataFolder)
  t.teardown(pool.close)
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, {}, '/signup')))
  await browser.submit(form, { email: 'carol@example.com', password: 'carol-password' })
  const file = join(dataFolder, 'user-pool-state.json')
  t.equal((await stat(file)).mode & 0o777, 0o600)
  const text = await readFile(file, 'utf8')
  t.match(text, 'carol@example.com')
  t.notMatch(text, 'carol-password')
  const files = ['user-pool-state.json', 'user-pool.json', 'user-pool.pid']
  t.strictSame((await readdir(dataFolder)).sort(), files)
})

t.test('what has run out is forgotten', async t => {
  const dataFolder = t.testdir()
  const pool = await open(dataFolder)
  t.teardown(pool.close)
  await tokensFor(pool)
  await pool.signOutEverywhere(alice.username)
  clock.forward(32 * 86_400)
  await tokensFor(pool)
  const { signIns, revokedSignIns } = JSON.parse(
    await readFile(join(dataFolder, 'user-pool-state.json'), 'utf8'),
  )
  t.equal(Object.keys(signIns).length, 1)
  t.strictSame(revokedSignIns, {})
})

t.test('a file that holds something else, or another pool, is named and left as it is', async t => {
  const { revokedSignIns, ...incomplete } = emptyState('eu-central-1_Elsewhere')
  const whole = { ...incomplete, revokedSignIns }
  const odd = [
    ...[null, [], 'text', 7].flatMap(table => [
      { groups: table },
      { users: table },
      { deletedUsers: table },
    ]),
    ...[null, [], 'text', 7].flatMap(entry => [
      { clients: { a: entry } },
      { signIns: { a: entry } },
    ]),
  ].map(tables => JSON.stringify({ ...whole, ...tables }))
  for (const text of ['', '{', 'null', '[]', '{"version":2}', JSON.stringify(incomplete), ...odd]) {
    const dataFolder = t.testdir({ 'user-pool-state.json': text })
    const file = join(dataFolder, 'user-pool-state.json')
    await t.rejects(open(dataFolder), {
      message: `${file} does not hold the state of a local user pool: start with --reset`,
    })
    t.equal(await readFile(file, 'utf8'), text)
  }
  const dataFolder = t.testdir({
    'user-pool-state.json': JSON.stringify(whole),
  })
  await t.rejects(open(dataFolder, { userPoolId: 'eu-central-1_Here' }), {
    message: `${join(dataFolder, 'user-pool-state.json')} is of user pool eu-central-1_Elsewhere, and this one is eu-central-1_Here: start with --reset`,
  })
})

t.test('a file that cannot be read is an error of the file system', async t => {
  const dataFolder = t.testdir({ 'user-pool-state.json': {} })
  await t.rejects(open(dataFolder), { code: 'EISDIR' })
})

t.test('writes that come while one is under way share the next one', async t => {
  const dataFolder = t.testdir()
  const store = await openStore({ dataFolder, userPoolId: 'x', now: () => 0 })
  const first = store.save()
  await Promise.resolve()
  store.state.signIns.a = { sub: 'a', expiresAt: 1 }
  const [second, third] = [store.save(), store.save()]
  t.equal(second, third)
  await Promise.all([first, second])
  const file = join(dataFolder, 'user-pool-state.json')
  t.strictSame(JSON.parse(await readFile(file, 'utf8')).signIns, {
    a: { sub: 'a', expiresAt: 1 },
  })
})

t.test(
  'a write that fails leaves the old file and no other, and the next one may work',
  async t => {
    const parent = t.testdir({ data: {} })
    const dataFolder = join(parent, 'data')
    const store = await openStore({ dataFolder, userPoolId: 'x', now: () => 0 })
    await store.save()
    await rename(dataFolder, join(parent, 'away'))
    await t.rejects(store.save(), { code: 'ENOENT' })
    await rename(join(parent, 'away'), dataFolder)
    await store.save()
    t.strictSame(await readdir(dataFolder), ['user-pool-state.json'])
  },
)

t.test('a write that cannot take over the name leaves no draft behind', async t => {
  const dataFolder = t.testdir()
  const store = await openStore({ dataFolder, userPoolId: 'x', now: () => 0 })
  await mkdir(join(dataFolder, 'user-pool-state.json', 'in the way'), { recursive: true })
  await t.rejects(store.save())
  t.strictSame(await readdir(dataFolder), ['user-pool-state.json'])
})

t.test('reset forgets users, keys, ids and secrets, and nothing else in the folder', async t => {
  const dataFolder = t.testdir()
  const origin = 'http://localhost:4100'
  const first = await openInstall({ dataFolder, origin })
  await writeFile(join(dataFolder, 'user-pool-state.json'), '{', { mode: 0o600 })
  await writeFile(join(dataFolder, 'orders.db'), '')
  await chmod(dataFolder, 0o700)
  await resetInstall(dataFolder)
  t.strictSame(await readdir(dataFolder), ['orders.db'])
  const second = await openInstall({ dataFolder, origin })
  t.not(second.userPoolId, first.userPoolId)
  await resetInstall(join(dataFolder, 'nowhere'))
})
