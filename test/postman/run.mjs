// npm run postman: the collection against the built server beside its local user pool, by newman.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const newman = createRequire(import.meta.url)('newman')
const file = path => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const collection = JSON.parse(readFileSync(file('postman/orders.postman_collection.json'), 'utf8'))

const cwd = mkdtempSync(join(tmpdir(), 'postman-'))
const [port, poolPort] = await freePorts(2)
const env = {
  PATH: process.env.PATH,
  LOG_LEVEL: 'error',
  PORT: String(port),
  USER_POOL_PORT: String(poolPort),
}
const server = spawn(process.execPath, [file('dist/server.js')], { cwd, env, stdio: 'ignore' })
const ended = once(server, 'exit')
try {
  await untilReady(`http://localhost:${port}/readyz`)
  cli('postman:env')
  const environment = JSON.parse(
    readFileSync(join(cwd, 'postman/this-install.postman_environment.json'), 'utf8'),
  )
  const accessToken = cli('token').trim()
  const signedIn = await run({ environment, envVar: [{ key: 'accessToken', value: accessToken }] })
  const machine = await run({ environment, folder: ['First steps', 'Orders'] })
  process.exitCode = signedIn && machine ? 0 : 1
} finally {
  server.kill()
  await ended
  rmSync(cwd, { recursive: true })
}

function cli(command) {
  return execFileSync(process.execPath, [file('dist/cli/main.js'), command], {
    cwd,
    env,
    encoding: 'utf8',
  })
}

function run(options) {
  return new Promise((resolve, reject) => {
    newman.run({ collection, reporters: 'cli', ...options }, (error, summary) =>
      error ? reject(error) : resolve(summary.run.failures.length === 0),
    )
  })
}

async function untilReady(url) {
  for (let turn = 0; turn < 200; turn++) {
    const reply = await fetch(url).catch(() => undefined)
    if (reply?.ok) return
    if (server.exitCode !== null) break
    await sleep(100)
  }
  throw new Error('The server does not get ready: start it by hand, npm start, and see why')
}

async function freePorts(count) {
  const probes = Array.from({ length: count }, () => createServer().listen(0, 'localhost'))
  await Promise.all(probes.map(probe => once(probe, 'listening')))
  const ports = probes.map(probe => probe.address().port)
  for (const probe of probes) probe.close()
  return ports
}
