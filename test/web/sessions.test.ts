import t from 'tap'
import { createLimitedMap } from '../../src/web/sessions/limited-map.ts'
import { read } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const sessionLimits = { maximum: 2, idleSeconds: 60, absoluteSeconds: 100 }
const ended = 'You are not signed in'

t.test('a session that was known before the sign-in is worth nothing (fixation)', async t => {
  const visitor = await visit(t, world)
  const name = `web-client-${new URL(world.url).port}`
  visitor.cookies.set(name, 'chosen-by-an-attacker')
  await visitor.signIn()
  t.match(visitor.cookies.get(name), /^[\w-]{43}$/)
  const attacker = visitor.another()
  attacker.cookies.set(name, 'chosen-by-an-attacker')
  t.equal((await attacker.get('/aws')).statusCode, 401)
})

t.test('a session ends when it is idle', async t => {
  let now = Date.now()
  const limits = { ...sessionLimits, absoluteSeconds: 1000 }
  const visitor = await visit(t, world, { sessionLimits: limits, now: () => now })
  t.equal((await visitor.signIn()).statusCode, 200)
  now += 59_000
  t.equal((await visitor.get('/')).statusCode, 200, 'which begins anew')
  now += 60_000
  const answer = await visitor.get('/')
  t.equal(answer.statusCode, 401)
  t.equal(read(answer).title, ended)
  t.equal(answer.headers['www-authenticate'], 'Cookie realm="orders", form-action="/sign-in"')
  t.match(answer.body, '<a class="button" href="/sign-in">Sign in</a>')
  t.strictSame([...visitor.cookies.keys()], [], 'the cookie goes with it')
  t.equal((await visitor.get('/')).statusCode, 200, 'the start is there again')
})

t.test('and in the end, whatever happens in it', async t => {
  let now = Date.now()
  const visitor = await visit(t, world, { sessionLimits, now: () => now })
  await visitor.signIn()
  now += 50_000
  t.equal((await visitor.get('/')).statusCode, 200)
  now += 49_999
  t.equal((await visitor.get('/')).statusCode, 200)
  now += 1
  t.equal((await visitor.get('/')).statusCode, 401)
})

t.test('without other limits: after an hour without a request, after twelve in all', async t => {
  let now = Date.now()
  const visitor = await visit(t, world, { now: () => now })
  const status = async () => (await visitor.get('/')).statusCode
  const start = now
  const hour = 3_600_000
  await visitor.signIn()
  while (now + hour < start + 12 * hour) {
    now += hour - 1
    t.equal(await status(), 200)
  }
  now = start + 12 * hour
  t.equal(await status(), 401)
  await visitor.signIn()
  now += hour
  t.equal(await status(), 401)
})

t.test('one of a clock that was ahead ends when the clock is right', async t => {
  let now = Date.now() + 86_400_000
  const { add, get } = createLimitedMap<string>(sessionLimits, () => now)
  const id = add('a session')
  now += 30_000
  t.equal(get(id), 'a session')
  now -= 86_400_000
  t.equal(get(id), undefined)
})

t.test('without a session there is nothing but the start', async t => {
  const visitor = await visit(t, world)
  for (const path of ['/orders', '/aws']) {
    const answer = await visitor.get(path)
    t.equal(answer.statusCode, 401)
    t.equal(read(answer).title, ended)
  }
})

t.test('of too many visitors, the one who did nothing for longest is forgotten', async t => {
  const first = await visit(t, world, { sessionLimits })
  const [second, third] = [first.another(), first.another()]
  for (const visitor of [first, second]) await visitor.signIn()
  await first.get('/')
  await third.signIn()
  t.equal((await first.get('/')).statusCode, 200)
  t.equal((await second.get('/')).statusCode, 401)
  t.equal((await third.get('/')).statusCode, 200)
})

t.test('sign-ins that nobody finishes take no room', async t => {
  const visitor = await visit(t, world, { sessionLimits })
  await visitor.signIn()
  const under = visitor.another()
  const callback = await under.leave()
  const others = visitor.another()
  for (const _ of [1, 2, 3]) await others.get('/sign-in')
  t.equal((await visitor.get('/')).statusCode, 200)
  t.equal((await under.get(callback)).statusCode, 303)
})

t.test('what is over takes no room', async t => {
  let now = 0
  const map = createLimitedMap<string>({ ...sessionLimits, maximum: 10 }, () => now)
  for (const value of ['a', 'b', 'c']) map.add(value)
  t.equal(map.size, 3)
  now = 60_000
  const id = map.add('d')
  t.equal(map.size, 1)
  t.equal(map.get(id), 'd')
  map.delete(id)
  t.equal(map.get(id), undefined)
  t.equal(map.size, 0)
})
