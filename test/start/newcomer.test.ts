import { execFile } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { freePort } from '../support/free-port.ts'
import { startProcess } from './service-process.ts'

const run = promisify(execFile)
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
)

t.test('a first start, without any setting but the ports', async t => {
  const cwd = t.testdir()
  const [PORT, USER_POOL_PORT] = [String(await freePort()), String(await freePort())]
  const WEB_PORT = String(await freePort())
  const service = startProcess(t, { cwd, env: { PORT, USER_POOL_PORT, WEB_PORT } })
  await service.started
  const block = service.stderr()
  const api = `http://localhost:${PORT}`

  t.test('says where things are, and who and what there is', async t => {
    const [first = '', ...lines] = block.trim().split('\n')
    t.match(first, /^cognito-resource-server \d+\.\d+\.\d+, Node \d+\.\d+\.\d+$/)
    const [head, users, clients] = [lines.slice(0, 6), lines.slice(6, 8), lines.slice(8, 13)]
    t.strictSame(head, [
      '',
      `  API          ${api}`,
      `  Docs         ${api}/docs  to read and try out`,
      `  Contract     ${api}/openapi.yaml`,
      `  User pool    http://localhost:${USER_POOL_PORT}  the local one, for development: nothing leaves this machine`,
      `  Web client   http://localhost:${WEB_PORT}  to sign in, see your tokens and call the API`,
    ])
    t.strictSame(users, [
      '  Users        alice@example.com  alice-password  admin',
      '               bob@example.com    bob-password',
    ])
    t.strictSame(
      clients.map(
        line =>
          line
            .trim()
            .replace(/^App clients +/, '')
            .split(/ +/)[0],
      ),
      ['web', 'docs', 'cli', 'postman', 'machine'],
    )
    t.equal(lines.at(-1)?.trim().split('   ').at(-1), 'Stop: Ctrl+C')
    t.notMatch(block, /secret/i)
  })

  const command = /^curl .*\n {2}-H .*\n {2}-d .*$/m.exec(block)?.[0] ?? ''
  t.test('prints a command that places an order', async t => {
    const [, url = '', ...rest] = /^curl -i '(\S+)' /.exec(command) ?? []
    t.equal(url, `${api}/orders`)
    t.strictSame(rest, [])
    const headers = [...command.matchAll(/-H '([^']*)'/g)].map(([, header = '']) =>
      header.split(': '),
    )
    const [, body = ''] = /-d '([^']*)'/.exec(command) ?? []
    const reply = await fetch(url, { method: 'POST', headers: Object.fromEntries(headers), body })
    t.equal(reply.status, 201)
    t.match(await reply.json(), { status: 'pending', total: 900 })
  })

  t.test('which can be pasted into a shell', { skip: !hasCurl && 'no curl' }, async t => {
    const { stdout } = await run('sh', ['-c', command])
    t.match(stdout, /^HTTP\/1\.1 201 Created\r\n/)
  })

  t.test('serves the web client there', async t => {
    const reply = await fetch(`http://localhost:${WEB_PORT}`)
    t.equal(reply.status, 200)
    t.match(await reply.text(), 'href="/sign-in"')
  })

  t.test('refusals say how to get a right token', async t => {
    const reply = await fetch(`${api}/token-info`)
    t.match(await reply.json(), { hint: /npm run --silent token/ })
  })

  t.test('keeps keys, secrets and orders to the user who started it', async t => {
    const data = join(cwd, 'data')
    t.equal(statSync(data).mode & 0o777, 0o700)
    t.equal(statSync(join(data, 'user-pool.json')).mode & 0o777, 0o600)
    t.ok(readdirSync(data).includes('orders.db'))
    t.strictSame(readdirSync(cwd), ['data'])
  })

  t.test('Ctrl+C ends it', async t => {
    service.kill('SIGINT')
    t.strictSame(await service.ended, { code: 0, signal: null })
    t.equal(service.stderr(), block, 'people read nothing more')
    const lines = service
      .stdout()
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    t.match(
      lines.find(({ signal }) => signal),
      { level: 30, signal: 'SIGINT', msg: 'closing' },
    )
    t.strictSame(
      lines.filter(({ level }) => level > 30),
      [],
    )
  })
})
